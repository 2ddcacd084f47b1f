"""What is checked: one small function a rule, whose docstring is its page."""
