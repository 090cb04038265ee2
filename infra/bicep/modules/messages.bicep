// Queues as they are declared in functions/Queues; queues.json is printed by `functions queues`.
param name string
param location string
param tags object
param principalId string

var queues = loadJsonContent('../queues.json')
var dataOwner = '090c5cfd-751d-490a-894a-3ce6f1109419'

resource namespace 'Microsoft.ServiceBus/namespaces@2022-10-01-preview' = {
  name: name
  location: location
  tags: tags
  sku: { name: 'Standard', tier: 'Standard' }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
  }
}

resource queue 'Microsoft.ServiceBus/namespaces/queues@2022-10-01-preview' = [
  for item in queues: {
    parent: namespace
    name: item.name
    properties: {
      maxDeliveryCount: item.maxDeliveryCount
      lockDuration: item.lockDuration
      requiresDuplicateDetection: true
      duplicateDetectionHistoryTimeWindow: item.duplicateDetectionHistoryTimeWindow
      requiresSession: item.requiresSession
      deadLetteringOnMessageExpiration: true
    }
  }
]

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(namespace.id, principalId, dataOwner)
  scope: namespace
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', dataOwner)
  }
}

output fullyQualifiedNamespace string = '${namespace.name}.servicebus.windows.net'
