"""What is written once on any namespace that conforms to the standard."""
