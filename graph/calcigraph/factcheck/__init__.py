"""Checking a text: which sentences make a claim, what the evidence allows, and how to say it fairly. No model, offline."""
