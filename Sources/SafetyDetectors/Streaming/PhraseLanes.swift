/// The two ways of reading one text, each at one address for as long as it is read.
final class PhraseLanes {
  let folded: UnsafeMutablePointer<FoldedLane>
  let skeleton: UnsafeMutablePointer<SkeletonLane>

  init(longestGap: Int, longestRun: Int) {
    folded = .allocate(capacity: 1)
    folded.initialize(to: FoldedLane(longestGap: longestGap))
    skeleton = .allocate(capacity: 1)
    skeleton.initialize(to: SkeletonLane(longestGap: longestGap, longestRun: longestRun))
  }

  deinit {
    folded.deinitialize(count: 1)
    skeleton.deinitialize(count: 1)
    folded.deallocate()
    skeleton.deallocate()
  }
}
