"""dask.array, also on a cluster by dask.distributed."""
