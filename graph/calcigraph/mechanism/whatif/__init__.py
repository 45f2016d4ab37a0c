"""What-if answers: an ensemble of strengths, what carries a response, what trials saw beside it."""
