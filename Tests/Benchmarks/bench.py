"""The programs under measurement: brokers, peers and the load generator, each a child of this process on 127.0.0.1."""
import json, os, pathlib, shutil, signal, socket, subprocess, tempfile, time

TICK = os.sysconf('SC_CLK_TCK')
FAR = '/ota/device/progress/P/+'  # where a Tencent device's progress comes out on an Aliyun backend's side
NEAR = '$ota/report/P/+'

BROKER = '''listener {port} 127.0.0.1
allow_anonymous true
persistence false
max_inflight_messages 0
max_queued_messages 0
log_dest none
set_tcp_nodelay true
'''
BRIDGE = '''connection bridge
address 127.0.0.1:{far}
bridge_protocol_version mqttv311
remote_clientid bridge
cleansession false
notifications false
topic +/+ out 1 $ota/report/ /ota/device/progress/
'''
GATEWAY = '''mappings: {mappings}
journal: {folder}/journal.sqlite
brokers:
  site:  {{ url: "mqtt://127.0.0.1:{near}" }}
  cloud: {{ url: "mqtt://127.0.0.1:{far}" }}
backends:
  aliyun-cloud: {{ dialect: aliyun, broker: cloud }}
fleets:
  load: {{ devices: "tencent/P/*", broker: site, backend: aliyun-cloud }}
'''
FLOOD = '  flood: { devices: "tencent/FLOOD/*", broker: site, backend: aliyun-cloud }\n'
PROGRESS = 'progress: { broker: site, topic: "ota/progress/${dialect}/${product}/${device}" }\n'


class Child:
    """A process, stopped at the end of a `with`."""

    def __init__(self, words, log, environment=None):
        self.log = open(log, 'w')
        self.process = subprocess.Popen([str(w) for w in words], stdout=self.log, stderr=self.log,
                                        env=dict(os.environ, **(environment or {})))

    def __enter__(self): return self

    def __exit__(self, *_):
        self.process.terminate()
        try: self.process.wait(20)
        except subprocess.TimeoutExpired: self.process.kill(); self.process.wait()
        self.log.close()

    def cpu(self):
        """Seconds of user and system time so far."""
        with open(f'/proc/{self.process.pid}/stat') as file: fields = file.read().rsplit(')', 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def memory(self):
        """Own pages and all resident pages, in kB."""
        with open(f'/proc/{self.process.pid}/status') as file:
            fields = dict(line.split(':', 1) for line in file)
        return tuple(int(fields[name].split()[0]) for name in ('RssAnon', 'VmRSS'))

    def signal(self, number): self.process.send_signal(number)


class Bench:
    """A folder for configurations, journals and logs, and two ports."""

    def __init__(self, options):
        self.options = options
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='ota-benchmarks-'))
        self.near, self.far = options.port_base, options.port_base + 1
        self.gateway_program = pathlib.Path(options.gateway).resolve()
        self.mappings = pathlib.Path(__file__).resolve().parents[2] / 'Mappings'

    def close(self): shutil.rmtree(self.folder, ignore_errors=True)

    def broker(self, name, port, extra=''):
        file = self.folder / f'{name}.conf'
        file.write_text(BROKER.format(port=port) + extra)
        child = Child(['mosquitto', '-c', file], self.folder / f'{name}.log')
        wait(lambda: accepts(port), f'broker on port {port}')
        return child

    def bridge(self): return self.broker('bridge', self.near, BRIDGE.format(far=self.far))

    def yardstick(self):
        words = [f'{self.options.tools}/yardstick', self.near, self.far, self.folder / 'yardstick.data']
        return Child(words, self.folder / 'yardstick.log')

    def gateway(self, progress=False, keep_journal=False, environment=None, flood=False):
        """Started, and connected to both brokers."""
        folder = self.folder / 'gateway'
        if not keep_journal: shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(exist_ok=True)
        text = GATEWAY.format(mappings=self.mappings, folder=folder, near=self.near, far=self.far)
        (folder / 'gateway.yaml').write_text(text + (FLOOD if flood else '') + (PROGRESS if progress else ''))
        log = self.folder / 'gateway.log'
        child = Child([self.gateway_program, 'run', folder / 'gateway.yaml'], log, environment)
        wait(lambda: 'ready: ' in log.read_text(), 'the gateway', child)
        return child

    @property
    def journal(self): return self.folder / 'gateway' / 'journal.sqlite'

    def load(self, devices, rate=0, sink=None, topic=FAR, messages=0, first=0):
        """Runs for the seconds of the options, or until so many messages have arrived.

        The percent that the devices say first must be above what they have said before.
        """
        words = [f'{self.options.tools}/load', '-p', self.near, '-s', sink or self.far, '-t', topic, '-D', devices,
                 '-d', 3600 if messages else self.options.seconds, '-m', rate, '-N', messages, '-f', first]
        done = subprocess.run([str(w) for w in words], capture_output=True, text=True, timeout=3700)
        if done.returncode: raise SystemExit(f'the load generator failed: {done.stderr.strip()}')
        return json.loads(done.stdout)


    def flood(self, rate):
        """One device that says so many messages a second, whatever becomes of them, until it is stopped."""
        words = [f'{self.options.tools}/load', '-p', self.near, '-s', self.far, '-t', FAR.replace('/P/', '/FLOOD/'),
                 '-P', 'FLOOD', '-D', 1, '-n', 1, '-w', 10_000_000, '-d', 3600, '-m', rate]
        return Child(words, self.folder / 'flood.log')


def accepts(port):
    try: socket.create_connection(('127.0.0.1', port), .2).close(); return True
    except OSError: return False


def wait(is_done, what, child=None, seconds=60):
    end = time.monotonic() + seconds
    while not is_done():
        if child and child.process.poll() is not None: raise SystemExit(f'{what} has ended, see its log')
        if time.monotonic() > end: raise SystemExit(f'{what} is not ready after {seconds} s')
        time.sleep(.01)
