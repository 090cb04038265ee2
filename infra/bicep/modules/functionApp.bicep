// Flex Consumption: the executable runs as a custom handler (docs/adr/0001).
param name string
param location string
param tags object
param identityId string
param identityClientId string
param storageAccountName string
param packageContainerUrl string
param blobEndpoint string
param applicationInsightsConnectionString string
param cosmosEndpoint string
param serviceBusNamespace string
param keyVaultUri string
param instanceMemoryMB int
param maximumInstanceCount int
param staffDirectoryId string
param staffClientId string

var staffSettings = empty(staffClientId)
  ? []
  : [
      { name: 'AzureAd__TenantId', value: staffDirectoryId }
      { name: 'AzureAd__ClientId', value: staffClientId }
      { name: 'AzureAd__ClientSecret', value: '@Microsoft.KeyVault(SecretUri=${keyVaultUri}secrets/entra-client-secret)' }
    ]

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: 'plan-${name}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    functionAppConfig: {
      runtime: { name: 'custom', version: '1.0' }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageContainerUrl
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      ftpsState: 'Disabled'
      appSettings: concat([
        { name: 'AzureWebJobsStorage__accountName', value: storageAccountName }
        { name: 'AzureWebJobsStorage__credential', value: 'managedidentity' }
        { name: 'AzureWebJobsStorage__clientId', value: identityClientId }
        { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', value: applicationInsightsConnectionString }
        { name: 'AZURE_CLIENT_ID', value: identityClientId }
        // The home page is ours.
        { name: 'AzureWebJobsDisableHomepage', value: 'true' }
        // The names are those that the host's triggers want of a connection with an identity.
        { name: 'COSMOS_ENDPOINT', value: cosmosEndpoint }
        { name: 'Documents__accountEndpoint', value: cosmosEndpoint }
        { name: 'Documents__credential', value: 'managedidentity' }
        { name: 'Documents__clientId', value: identityClientId }
        { name: 'Messages__fullyQualifiedNamespace', value: serviceBusNamespace }
        { name: 'SERVICEBUS_NAMESPACE', value: serviceBusNamespace }
        { name: 'Messages__credential', value: 'managedidentity' }
        { name: 'Messages__clientId', value: identityClientId }
        { name: 'BLOB_ENDPOINT', value: blobEndpoint }
        { name: 'KEYVAULT_URI', value: keyVaultUri }
      ], staffSettings)
    }
  }
}

output url string = 'https://${app.properties.defaultHostName}'
