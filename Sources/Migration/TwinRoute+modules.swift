import Translation
import Upgrades

/// Where a side without modules stands for a module of one backend only, the routes name their records differently (B8).
extension TwinRoute {
    /// A record's module on one route as the other route names it (B8).
    func name(_ module: Text, of role: BackendRole, in other: BackendRole) -> Text {
        let unnamed = CanonicalMessage(.versionReport)
        return module == route(to: role).recordModule(of: unnamed, from: .device)
            ? route(to: other).recordModule(of: unnamed, from: .device) : module
    }

    func modules(
        of own: DeviceState, as owner: BackendRole, in other: BackendRole
    ) -> [(other: Text, version: Text)] {
        own.records.compactMap { record in record.current.map { (name(record.module, of: owner, in: other), $0) } }
    }

    /// Reports of the versions that the other backend has not heard of.
    func unheard(_ own: DeviceState, by migrant: Migrant) -> [CanonicalMessage] {
        modules(of: own, as: migrant.owner, in: migrant.owner.other).compactMap { module, version in
            let heard = migrant.other.records.first { $0.module == module }?.current
            return heard == version ? nil : report(version, of: module)
        }
    }

    /// A version report as the device would send it.
    func report(_ version: Text, of module: Text) -> CanonicalMessage {
        var report = CanonicalMessage(.versionReport)
        report.version = version
        report.module = module == UpgradeRecord.defaultModule ? nil : module
        return report
    }

    /// Events of a device and module are counted through, whichever backend they are about.
    func shareSequences(
        from source: DeviceState, as role: BackendRole, to state: inout DeviceState, as other: BackendRole
    ) {
        for record in source.records {
            let module = name(record.module, of: role, in: other)
            guard let place = state.records.firstIndex(where: { $0.module == module }) else { continue }
            state.records[place].sequence = max(state.records[place].sequence, record.sequence)
        }
    }
}
