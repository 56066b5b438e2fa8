"""`make bench`: how fast the product is, as ratios to bare libraries in the same run, which travel between machines.

python -m tests.bench [reviews] [reports] [workers] [--pdfs FOLDER] [--repeat N] [--json PATH]
"""
