"""The model servers of our own, for reviews that ask one over a real socket."""

from tests.model_server import model_server, second_model_server

__all__ = ["model_server", "second_model_server"]
