using '../main.bicep'

param environmentName = 'dev'
param logRetentionDays = 30
