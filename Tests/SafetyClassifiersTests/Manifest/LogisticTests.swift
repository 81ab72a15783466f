import Foundation
import SafetyClassifiers
import Testing

struct LogisticTests {
  @Test func `agrees with the system's functions`() {
    for step in -4000...4000 {
      let x = Double(step) / 57
      let exponential = Logistic.exponential(x)
      #expect(abs(exponential - exp(x)) <= exp(x) * 4e-16)
      let probability = Logistic.probability(x)
      #expect(abs(probability - 1 / (1 + exp(-x))) <= 3e-16)
      if x > 0 {
        #expect(abs(Logistic.logarithm(x) - log(x)) <= 1e-15 * max(1, abs(log(x))))
      }
    }
  }

  @Test func `keeps to the ends`() {
    #expect(Logistic.exponential(-800) == 0 && Logistic.exponential(800) == .infinity)
    #expect(Logistic.probability(1e9) == 1 && Logistic.probability(-1e9) == 0)
    #expect(Logistic.probability(0) == 0.5)
    #expect(Logistic.probability(.nan).isNaN && Logistic.logarithm(0) == -.infinity)
  }
}
