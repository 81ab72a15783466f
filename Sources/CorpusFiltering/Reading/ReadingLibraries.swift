import CSimdJSON

/// The system library that finds the fields of JSON lines, as it is linked.
package enum ReadingLibraries {
  package static var simdjsonVersion: String { String(cString: gst_json_library_version()) }
  /// The kernel that simdjson chose for this processor, such as `icelake`.
  package static var simdjsonKernel: String { String(cString: gst_json_kernel_name()) }
}
