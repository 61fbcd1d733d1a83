"""The rows of the table: each measures one thing and prints it beside what it is held against."""
import contextlib, signal, sqlite3, statistics, subprocess, time
from bench import NEAR, wait


def say(text): print(text, flush=True)


@contextlib.contextmanager
def peer(bench, name, **how):
    """Both brokers with a peer between them; gives the peer's process, or None where a broker alone is measured."""
    with contextlib.ExitStack() as stack:
        if name == 'direct':
            stack.enter_context(bench.broker('site', bench.near))
            yield None
        elif name == 'bridge':
            stack.enter_context(bench.broker('cloud', bench.far))
            yield stack.enter_context(bench.bridge())
        else:
            stack.enter_context(bench.broker('site', bench.near))
            stack.enter_context(bench.broker('cloud', bench.far))
            child = stack.enter_context(getattr(bench, name)(**how))
            time.sleep(1)
            yield child


def measure(bench, name, devices, rate=0, first=0, **how):
    """The load's own figures, with microseconds of the peer's CPU a message and its memory."""
    with peer(bench, name, **how) as child:
        before = child.cpu() if child else 0
        sink = dict(sink=bench.near, topic=NEAR) if name == 'direct' else {}
        result = bench.load(devices, rate, first=first, **sink)
        result['cpu_us'] = 1e6 * ((child.cpu() if child else 0) - before) / max(1, result['received'])
        result['own_kb'], result['resident_kb'] = child.memory() if child else (0, 0)
        return result


def compare(bench, peers, devices, rate=0, **how):
    """Medians over rounds; within a round the peers follow one another, so that all see the same machine."""
    rounds = [{name: measure(bench, name, devices, rate, **(how if name == 'gateway' else {})) for name in peers}
              for _ in range(bench.options.rounds)]
    return {name: {key: statistics.median(r[name][key] for r in rounds) for key in rounds[0][name]} for name in peers}


def print_peers(results):
    yardstick = results['yardstick']['per_second']
    for name, r in results.items():
        say(f"  {name:10} {r['per_second']:8.0f}/s  {r['per_second'] / yardstick:5.2f} x yardstick"
            f"  cpu {r['cpu_us']:5.1f} us a message  p50 {r['p50_us'] / 1000:.2f} ms  p99 {r['p99_us'] / 1000:.2f} ms"
            f"  missing {r['sent'] - r['received']:.0f}")


def throughput(bench):
    devices = bench.devices(100_000)
    say(f'QoS 1 through two brokers, committed before PUBACK, {devices} devices, no progress events published')
    print_peers(compare(bench, ['direct', 'bridge', 'yardstick', 'gateway'], devices))


def progress(bench):
    say('the same with progress events published')
    print_peers(compare(bench, ['yardstick', 'gateway'], bench.devices(100_000), progress=True))


def latency(bench):
    rate = 2000
    say(f'latency at {rate} messages a second')
    results = compare(bench, ['yardstick', 'gateway'], bench.devices(100_000), rate)
    for name, r in results.items():
        say(f"  {name:10} p50 {r['p50_us'] / 1000:.2f} ms  p99 {r['p99_us'] / 1000:.2f} ms  max {r['max_us'] / 1000:.1f} ms")
    say(f"  p99 of the gateway: {results['gateway']['p99_us'] / results['yardstick']['p99_us']:.2f} x yardstick")


def flood(bench):
    rate, flooding = 200, 10_000
    say(f'{rate} messages a second of {bench.devices(10_000)} devices, alone and while one device says {flooding} a second')
    for is_flooded in (False, True):
        with peer(bench, 'gateway', flood=True), contextlib.ExitStack() as stack:
            if is_flooded: stack.enter_context(bench.flood(flooding))
            r = bench.load(bench.devices(10_000), rate)
        name = 'flooded' if is_flooded else 'alone'
        say(f"  {name:10} p50 {r['p50_us'] / 1000:.2f} ms  p99 {r['p99_us'] / 1000:.2f} ms  max {r['max_us'] / 1000:.1f} ms"
            f"  missing {r['sent'] - r['received']:.0f}")


def memory(bench):
    few, many = bench.devices(10_000), bench.devices(100_000)
    say('memory after every device was heard')
    own = []
    for devices in (few, many):
        with peer(bench, 'gateway') as gateway:
            bench.load(devices, messages=devices)
            pages = gateway.memory()
        own.append(pages[0])
        say(f'  {devices} devices: own pages {pages[0] / 1000:.1f} MB, resident with files {pages[1] / 1000:.1f} MB')
    say(f'  each further device: {1000 * (own[1] - own[0]) / (many - few):.0f} bytes')


def fill(bench, devices):
    """Lets one device be heard, then gives its record to many in the journal."""
    with peer(bench, 'gateway'): bench.load(1, messages=1)
    journal = sqlite3.connect(bench.journal)
    with journal:
        journal.execute('''
            insert into devices (link, due, wake, key, state)
            with recursive n(i) as (values (1) union all select i + 1 from n where i + 1 < ?)
            select link, due + 86400000, wake + 86400000, 'tencent/P/d' || i, state from devices, n
            where key = 'tencent/P/d0' ''', (devices,))
    journal.close()


def known(bench):
    few, many = 1_000, bench.devices(1_000_000)
    say(f'cost of a message with {few} and with {many} devices known')
    cost = {}
    for devices, speaking in ((few, few), (many, few), (many, many)):
        runs = []
        for _ in range(bench.options.rounds):
            fill(bench, devices)
            runs.append(measure(bench, 'gateway', speaking, first=1, keep_journal=True)['cpu_us'])
        cost[devices, speaking] = statistics.median(runs)
        say(f'  {devices} known, {speaking} of them speak: cpu {cost[devices, speaking]:.1f} us a message'
            f'  ({cost[devices, speaking] / cost[few, few]:.2f} x)')


def start(bench):
    devices = bench.devices(1_000_000)
    fill(bench, devices)
    with bench.broker('site', bench.near), bench.broker('cloud', bench.far):
        begin = time.monotonic()
        with bench.gateway(keep_journal=True): took = time.monotonic() - begin
    say(f'start with {devices} records in the journal: ready after {took:.2f} s')


def translations(bench):
    say('translations on one core, without brokers and journal')
    for devices in (1_000, bench.devices(100_000)):
        done = subprocess.run([bench.gateway_program, 'bench', '--devices', str(devices), '--mappings', bench.mappings],
                              capture_output=True, text=True, check=True)
        for line in done.stdout.splitlines(): say(f'  {devices} devices, {line}')


def allocations(bench):
    say('allocations a message, of the whole gateway')
    counts = bench.folder / 'allocations'
    environment = {'LD_PRELOAD': f'{bench.options.tools}/allocations.so', 'ALLOCATIONS': str(counts)}
    for devices in (1_000, bench.devices(100_000)):
        counts.unlink(missing_ok=True)
        with peer(bench, 'gateway', environment=environment) as gateway:
            bench.load(devices, messages=devices)  # what happens once for each device
            values = []
            for turn in range(2):
                if turn: received = bench.load(devices, first=1)['received']
                gateway.signal(signal.SIGUSR2)
                wait(lambda: counts.exists() and len(counts.read_text().split()) > turn, 'the count of allocations')
                values.append(int(counts.read_text().split()[turn]))
        say(f'  {devices} devices: {(values[1] - values[0]) / received:.1f}')


ALL = [throughput, progress, latency, flood, memory, known, start, translations, allocations]
