// The platform on Azure: a function app that runs the executable as a custom handler, and the services behind its seams.
targetScope = 'resourceGroup'

@description('Short name of the environment; part of every resource name.')
@allowed(['dev', 'test', 'prod'])
param environmentName string

@description('Azure region.')
param location string = resourceGroup().location

@description('Memory of one instance of the function app, MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Most instances that the function app may scale out to.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 100

@description('Days that logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 90

@description('Directory (tenant) id at Entra ID whose people may sign in; empty: nobody does through Entra ID.')
param staffDirectoryId string = ''

@description('Application (client) id at Entra ID by which they sign in; its secret is entra-client-secret in the vault.')
param staffClientId string = ''

var suffix = uniqueString(resourceGroup().id, environmentName)
var names = {
  identity: 'id-intfn-${environmentName}-${suffix}'
  storage: 'stintfn${suffix}'
  cosmos: 'cosmos-intfn-${environmentName}-${suffix}'
  serviceBus: 'sb-intfn-${environmentName}-${suffix}'
  // Key Vault allows 24 characters.
  keyVault: 'kv-intfn-${take(suffix, 13)}'
  monitoring: 'log-intfn-${environmentName}-${suffix}'
  functionApp: 'func-intfn-${environmentName}-${suffix}'
}
var tags = { product: 'integration-functions', environment: environmentName }

module identity 'modules/identity.bicep' = {
  name: 'identity'
  params: { name: names.identity, location: location, tags: tags }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  params: { name: names.monitoring, location: location, tags: tags, retentionDays: logRetentionDays }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  params: {
    name: names.storage
    location: location
    tags: tags
    principalId: identity.outputs.principalId
  }
}

module documents 'modules/documents.bicep' = {
  name: 'documents'
  params: {
    name: names.cosmos
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    zoneRedundant: environmentName == 'prod'
  }
}

module messages 'modules/messages.bicep' = {
  name: 'messages'
  params: {
    name: names.serviceBus
    location: location
    tags: tags
    principalId: identity.outputs.principalId
  }
}

module secrets 'modules/secrets.bicep' = {
  name: 'secrets'
  params: {
    name: names.keyVault
    location: location
    tags: tags
    principalId: identity.outputs.principalId
  }
}

module functionApp 'modules/functionApp.bicep' = {
  name: 'functionApp'
  params: {
    name: names.functionApp
    location: location
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageAccountName: storage.outputs.name
    packageContainerUrl: storage.outputs.packageContainerUrl
    blobEndpoint: storage.outputs.blobEndpoint
    applicationInsightsConnectionString: monitoring.outputs.connectionString
    cosmosEndpoint: documents.outputs.endpoint
    serviceBusNamespace: messages.outputs.fullyQualifiedNamespace
    keyVaultUri: secrets.outputs.uri
    staffDirectoryId: staffDirectoryId
    staffClientId: staffClientId
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
  }
}

@description('Address of the API.')
output apiUrl string = functionApp.outputs.url
