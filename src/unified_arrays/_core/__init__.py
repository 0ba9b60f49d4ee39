"""How a call travels, one concern a file: declare -> dispatch -> (out) -> a backend."""
