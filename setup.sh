#!/usr/bin/env bash
# The set-up that `make run` and `make test` call.
set -euo pipefail
