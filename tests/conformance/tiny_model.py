"""Makes a model of random weights, half a megabyte large, in llama.cpp's format; run where `gguf` is installed.

    python tiny_model.py FILE

Its vocabulary is every byte, every printable sign and some invented and plain words, so that its noise looks a little
like sentences. The signs of JSON are made likely: noise, but noise that quotes, and ends.
"""

from __future__ import annotations

import sys

import gguf
import numpy

WIDTH, HEADS, LAYERS, INNER, CONTEXT = 32, 2, 1, 64, 131_072
WORDS = """
the of and to in shall may not any all vendor customer notice days fees data service term agreement within thirty ninety
written terminate return delete change price percent month year loss credit law court party quindle marrow tesk obline
harven doss prill wexmere
"""
LIKELY = {'"': 4.0, "]": 4.0, "}": 4.0, ",": 4.0, "{": 6.0}
"""How much likelier, or unlikelier, than other signs these are, as their rows are so much longer."""

SHARP = {"attn_q": 8.0, "attn_k": 8.0, "attn_v": 12.0, "attn_output": 12.0}
"""Attention that looks at few places at a time, so that what comes next hangs on more than the last word."""


def vocabulary() -> tuple[list[str], list[float], list[int]]:
    kinds = gguf.TokenType
    tokens = [("<unk>", 0.0, kinds.UNKNOWN), ("<s>", 0.0, kinds.CONTROL), ("</s>", 0.0, kinds.CONTROL)]
    tokens += [(f"<0x{byte:02X}>", 0.0, kinds.BYTE) for byte in range(256)]
    tokens += [("\u2581", -1.0, kinds.NORMAL)]
    tokens += [(chr(sign), -2.0 - sign / 100, kinds.NORMAL) for sign in range(33, 127)]
    pieces: dict[str, None] = {}
    for word in WORDS.split():
        # A word is put together out of pairs, so that all that leads to it has to be there.
        for end in range(2, len(word) + 2):
            pieces["\u2581" + word[: end - 1]] = None
    tokens += [(piece, -float(100 - len(piece)), kinds.NORMAL) for piece in pieces]
    texts, scores, types = zip(*tokens, strict=True)
    return list(texts), list(scores), [int(kind) for kind in types]


def write(path: str) -> None:
    random = numpy.random.default_rng(20261120)
    texts, scores, types = vocabulary()
    size = len(texts)

    def weights(*shape: int, scale: float = 1.0) -> numpy.ndarray:
        return (random.standard_normal(shape) * scale / numpy.sqrt(shape[-1])).astype(numpy.float32)

    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name("noise")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(size)
    writer.add_tokenizer_model("llama")
    writer.add_token_list(texts)
    writer.add_token_scores(scores)
    writer.add_token_types(types)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_tensor("token_embd.weight", weights(size, WIDTH, scale=8))
    for layer in range(LAYERS):
        block = f"blk.{layer}"
        for name, scale in SHARP.items():
            writer.add_tensor(f"{block}.{name}.weight", weights(WIDTH, WIDTH, scale=scale))
        writer.add_tensor(f"{block}.ffn_gate.weight", weights(INNER, WIDTH, scale=3))
        writer.add_tensor(f"{block}.ffn_up.weight", weights(INNER, WIDTH, scale=3))
        writer.add_tensor(f"{block}.ffn_down.weight", weights(WIDTH, INNER, scale=3))
        for name in ("attn_norm", "ffn_norm"):
            writer.add_tensor(f"{block}.{name}.weight", numpy.ones(WIDTH, dtype=numpy.float32))
    writer.add_tensor("output_norm.weight", numpy.ones(WIDTH, dtype=numpy.float32))
    output = weights(size, WIDTH)
    for sign, times in LIKELY.items():
        output[texts.index(sign)] *= times
    writer.add_tensor("output.weight", output)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    write(sys.argv[1])
