/// How the values of a column are stored; the numbers are those of `parquet.thrift`.
enum PhysicalType: Int, Sendable {
  case boolean, int32, int64, int96, float, double, byteArray, fixedLengthByteArray
}
