import GemmaSafetyCommands

GemmaSafety.start()
