"""The model reader: asks a language model, and believes of its answer only what stands in the contract."""
