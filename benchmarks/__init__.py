"""Benchmarks beside what most people write, on the same files in the same run; not the product.

``python -m benchmarks`` measures intake, ``benchmarks.scores`` scores, ``benchmarks.latency`` the
running stack. Names and evidence are made up by rehearsal/content.
"""
