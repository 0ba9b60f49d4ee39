"""The leaves that the core and the backends share: errors, dtypes, devices, types, caches, code generation."""
