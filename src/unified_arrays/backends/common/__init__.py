"""What the adapters of several frameworks share."""
