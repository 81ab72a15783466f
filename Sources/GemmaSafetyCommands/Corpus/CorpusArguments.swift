import ArgumentParser
import Compression
import CorpusFiltering

extension InputFormat: ExpressibleByArgument {}
extension OutputCompression: ExpressibleByArgument {}
