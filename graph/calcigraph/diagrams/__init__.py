"""Floor 3: what a drawing is made of, and its forms as text: style, model, DOT, Mermaid."""
