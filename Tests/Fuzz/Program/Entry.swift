import Foundation
import FuzzTargets

#if PURE
    private let targets = FuzzTarget.pure
#else
    import GatewayFuzzTargets
    private let targets = FuzzTarget.all
#endif

/// The target that `FUZZ_TARGET` names: libFuzzer's program is one for all of them.
private let target: FuzzTarget = {
    let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
    guard let target = targets.first(where: { $0.name == name }) else {
        fatalError("FUZZ_TARGET must be one of \(targets.map(\.name).joined(separator: " "))")
    }
    return target
}()

/// Called by libFuzzer, which has its own `main`, with each input (llvm.org/docs/LibFuzzer.html, "Fuzz Target").
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    do {
        try target.check(bytes)
    } catch {
        fatalError("\(target.name): \(error)")
    }
    return 0
}
