import ArgumentParser
import CorpusFiltering

extension InputFormat: ExpressibleByArgument {}
extension OutputCompression: ExpressibleByArgument {}
