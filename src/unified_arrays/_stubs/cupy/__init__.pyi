"""The extensions of the fixed namespaces: known to type checkers only."""
