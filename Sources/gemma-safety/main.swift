import GemmaSafetyCommands

GemmaSafety.main()
