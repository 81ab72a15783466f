import CSimdJSON
import CZlib
import CZstd

/// The system libraries that reading is built on, as they are linked.
package enum ReadingLibraries {
  package static var zlibVersion: String { String(cString: CZlib.zlibVersion()) }
  package static var zstdVersion: String { String(cString: ZSTD_versionString()) }
  package static var simdjsonVersion: String { String(cString: gst_json_library_version()) }
  /// The kernel that simdjson chose for this processor, such as `icelake`.
  package static var simdjsonKernel: String { String(cString: gst_json_kernel_name()) }
}
