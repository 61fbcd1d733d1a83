package import GatewayFile
package import Logging
import ServiceLifecycle
import UnixSignals

/// Reads the files again at each SIGHUP, and when they have changed, and hands the reactor new routes.
///
/// Files with errors change nothing. Whoever asks first is served first: there is one reader.
package actor ReloadService: Service {
    private let path: String
    private let isWatching: Bool
    private let control: ReactorControl
    private let logger: Logger
    private let clock: any Clock<Duration>
    private var judge: ReloadJudge
    private var watch = ChangeWatch<FileLook>()
    /// The folder of the dialect files, as the configuration last named it.
    private var mappings: String?

    /// How often the files are looked at; a change is taken over at the second look that sees it.
    static let interval = Duration.seconds(1)

    /// - Parameters:
    ///   - path: the configuration file.
    ///   - files: what was read from it for the start.
    ///   - isWatching: whether changed files are reloaded without a signal.
    ///   - clock: times the looks.
    package init(
        path: String, files: GatewayFiles, plan: RoutingPlan, isWatching: Bool = true, control: ReactorControl,
        logger: Logger, clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.path = path
        self.isWatching = isWatching
        self.control = control
        self.logger = logger
        self.clock = clock
        judge = ReloadJudge(files: files, configuration: plan.configuration)
        mappings = files.mappings
    }

    package func run() async throws {
        let hangUps = await UnixSignalsSequence(trapping: .sighup)
        try await cancelWhenGracefulShutdown {
            try await withThrowingTaskGroup { group in
                group.addTask { for await _ in hangUps { await self.reload(because: .hangUp) } }
                if self.isWatching { group.addTask { await self.keepLooking() } }
                try await group.waitForAll()
            }
        }
    }

    private func keepLooking() async {
        while !Task.isCancelled {
            look()
            do { try await clock.sleep(for: Self.interval) } catch { return }  // the service ends
        }
    }

    /// Looks at the files once, and reads them when they have changed and come to rest.
    func look() {
        guard watch.isTimeToRead(FileLook(configuration: path, mappings: mappings)) else { return }
        reload(because: .change)
    }

    private func reload(because cause: ReloadJudge.Cause) {
        let files = GatewayFiles(configuration: path)
        mappings = files.mappings ?? mappings
        let verdict = judge.judge(files, because: cause)
        for line in verdict.lines { logger.log(level: line.level, "\(line.text)") }
        if let plan = verdict.plan { control.reload(plan) }
    }
}
