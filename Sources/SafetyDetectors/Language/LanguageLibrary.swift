import CLanguageDetection

/// The library that names languages.
package enum LanguageLibrary {
  /// Version of the code and date of the data.
  package static var version: String { String(cString: gsk_language_detector_version()) }
}
