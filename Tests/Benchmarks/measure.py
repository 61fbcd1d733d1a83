"""Runs the rows that were asked for; called by `run`, which builds what this needs."""
import argparse, sys
import rows
from bench import Bench

parser = argparse.ArgumentParser(prog='Tests/Benchmarks/run')
parser.add_argument('--gateway', required=True, help=argparse.SUPPRESS)
parser.add_argument('--tools', required=True, help=argparse.SUPPRESS)
parser.add_argument('--seconds', type=int, default=8)
parser.add_argument('--rounds', type=int, default=3)
parser.add_argument('--port-base', type=int, default=23000)
parser.add_argument('--quick', action='store_true')
parser.add_argument('rows', nargs='*', metavar='ROWS')
options = parser.parse_args()
known = {row.__name__: row for row in rows.ALL}
if unknown := [name for name in options.rows if name not in known]:
    print(f"no row named {', '.join(unknown)}; there are {', '.join(known)}", file=sys.stderr)
    sys.exit(64)
if options.quick: options.seconds, options.rounds = 2, 1

bench = Bench(options)
bench.devices = lambda count: count // 10 if options.quick else count
try:
    for name in options.rows or known: known[name](bench)
finally:
    bench.close()
