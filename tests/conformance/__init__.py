"""The model reader against a server that is not ours, with a model that knows nothing. `make conformance`."""
