"""array_api_strict as a backend of unified_arrays: `UNIFIED_ARRAYS_BACKEND=strict`, `import unified_arrays.strict`."""

from unified_arrays.backends import Location

# What is known without an import of array_api_strict; an entry point in pyproject.toml names it.
LOCATION = Location("strict_backend.adapter:BACKEND", ("array_api_strict",), "pip install array-api-strict")
