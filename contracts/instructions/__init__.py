"""What a paper says to whoever reads it by machine, instead of to its parties: found by rules, before any call.

`find_instructions` is a pure function of the papers; what it finds becomes a finding (`reviews/integrity.py`) and is
withheld from models (`withheld_spans`).
"""

from contracts.instructions.find import Instruction, find_instructions, find_spans, withheld_spans

__all__ = ["Instruction", "find_instructions", "find_spans", "withheld_spans"]
