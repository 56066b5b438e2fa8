"""The model servers of our own, for what is asked over a real socket."""

from tests.model_server import model_server, second_model_server

__all__ = ["model_server", "second_model_server"]
