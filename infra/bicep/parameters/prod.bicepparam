using '../main.bicep'

param environmentName = 'prod'
param instanceMemoryMB = 4096
param maximumInstanceCount = 200
param logRetentionDays = 365
