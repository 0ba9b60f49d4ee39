"""What tells how calls use memory: trace, write_mode, memory queries, the memory demo. Imported when first used."""
