"""Random numbers: a generator whose methods draw with a framework's own generator, or alike on every backend."""
