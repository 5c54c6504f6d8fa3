// Switchboard on Azure Container Apps: one process that answers, workers for jobs, PostgreSQL in a network of its own,
// secrets in a Key Vault, and no secret of any application: a managed identity signs the bot in, and the application
// that customers consent to trusts that identity. See docs/deploy.md.
extension microsoftGraphV1

@description('Short name of everything: lower-case letters and digits.')
@minLength(3)
@maxLength(11)
param name string = 'switchboard'

param location string = resourceGroup().location

@description('The image, pinned by digest: registry/switchboard@sha256:…')
param image string

@description('The registry of the image, where the identity needs the role AcrPull; empty for a public one.')
param registry string = ''

@description('Address of the CPaaS API.')
param cpaasUrl string

@description('Address of the operator gateway.')
param operatorUrl string

@description('Tenant of the operator gateway.')
param operatorTenantId string = tenant().tenantId

@description('Ids of the Microsoft tenants that may use the bot, comma-separated; empty for any.')
param tenants string = ''

@description('Who runs the bot, for its pages and the app package.')
@maxLength(32)
param company string

@description('E-mail address for questions.')
param contact string

@description('Seals stored keys, files and cards; at least 32 characters. Keep it apart from copies of the database.')
@secure()
@minLength(32)
param secretKey string

@secure()
@minLength(16)
param databasePassword string

@minValue(1)
param workers int = 2

var graphAppId = '00000003-0000-0000-c000-000000000000'
// Least permissions: docs/deploy.md says which are only for what.
var permissions = [
  'AdministrativeUnit.Read.All'
  'GroupMember.Read.All'
  'LicenseAssignment.ReadWrite.All'
  'Organization.Read.All'
  'RoleManagement.Read.Directory'
  'TeamsPolicyUserAssign.ReadWrite.All'
  'TeamsTelephoneNumber.ReadWrite.All'
  'TeamsUserConfiguration.Read.All'
  'User.Read.All'
  'User.ReadWrite.All'
]
var serveName = '${name}-serve'
var workerName = '${name}-worker'
var publicUrl = 'https://${serveName}.${environmentOfApps.properties.defaultDomain}'
var readsSecrets = '4633458b-17de-408a-874b-0445c86b69e6' // the built-in role Key Vault Secrets User

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-identity'
  location: location
}

resource graph 'Microsoft.Graph/servicePrincipals@v1.0' existing = {
  appId: graphAppId
}

resource application 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: '${name}-graph'
  displayName: 'Switchboard'
  signInAudience: 'AzureADMultipleOrgs'
  web: {
    redirectUris: ['${publicUrl}/consent']
  }
  requiredResourceAccess: [
    {
      resourceAppId: graphAppId
      resourceAccess: [
        for permission in permissions: {
          id: filter(graph.appRoles, role => role.value == permission)[0].id
          type: 'Role'
        }
      ]
    }
  ]

  resource trust 'federatedIdentityCredentials@v1.0' = {
    name: '${application.uniqueName}/identity'
    audiences: ['api://AzureADTokenExchange']
    issuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
    subject: identity.properties.principalId
  }
}

resource principal 'Microsoft.Graph/servicePrincipals@v1.0' = {
  appId: application.appId
}

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: '${name}-network'
  location: location
  properties: {
    addressSpace: { addressPrefixes: ['10.20.0.0/16'] }
    subnets: [
      {
        name: 'apps'
        properties: {
          addressPrefix: '10.20.0.0/23'
          delegations: [
            { name: 'apps', properties: { serviceName: 'Microsoft.App/environments' } }
          ]
        }
      }
      {
        name: 'database'
        properties: {
          addressPrefix: '10.20.2.0/28'
          delegations: [
            { name: 'database', properties: { serviceName: 'Microsoft.DBforPostgreSQL/flexibleServers' } }
          ]
        }
      }
    ]
  }

  resource apps 'subnets' existing = {
    name: 'apps'
  }

  resource database 'subnets' existing = {
    name: 'database'
  }
}

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: '${name}.private.postgres.database.azure.com'
  location: 'global'

  resource link 'virtualNetworkLinks' = {
    name: 'network'
    location: 'global'
    properties: {
      registrationEnabled: false
      virtualNetwork: { id: network.id }
    }
  }
}

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: '${name}-${uniqueString(resourceGroup().id)}'
  location: location
  dependsOn: [zone::link]
  sku: { name: 'Standard_B2s', tier: 'Burstable' }
  properties: {
    version: '17'
    administratorLogin: 'switchboard'
    administratorLoginPassword: databasePassword
    storage: { storageSizeGB: 32, autoGrow: 'Enabled' }
    backup: { backupRetentionDays: 14, geoRedundantBackup: 'Disabled' }
    network: {
      delegatedSubnetResourceId: network::database.id
      privateDnsZoneArmResourceId: zone.id
    }
  }

  resource stored 'databases' = {
    name: 'switchboard'
  }
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: '${name}${uniqueString(resourceGroup().id)}'
  location: location
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enablePurgeProtection: true
  }

  resource keySecret 'secrets' = {
    name: 'secret-key'
    properties: { value: secretKey }
  }

  resource databaseSecret 'secrets' = {
    name: 'database-url'
    properties: {
      value: 'postgresql://switchboard:${uriComponent(databasePassword)}@${server.properties.fullyQualifiedDomainName}/${server::stored.name}?sslmode=require'
    }
  }
}

resource reading 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, identity.id, readsSecrets)
  scope: vault
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', readsSecrets)
  }
}

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${name}-logs'
  location: location
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: 30
  }
}

resource environmentOfApps 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: '${name}-apps'
  location: location
  properties: {
    vnetConfiguration: { infrastructureSubnetId: network::apps.id }
    workloadProfiles: [
      { name: 'Consumption', workloadProfileType: 'Consumption' }
    ]
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: {
        customerId: logs.properties.customerId
        sharedKey: logs.listKeys().primarySharedKey
      }
    }
  }
}

var secrets = [
  { name: 'secret-key', keyVaultUrl: vault::keySecret.properties.secretUri, identity: identity.id }
  { name: 'database-url', keyVaultUrl: vault::databaseSecret.properties.secretUri, identity: identity.id }
]
var settings = [
  { name: 'SWITCHBOARD_SECRET_KEY', secretRef: 'secret-key' }
  { name: 'SWITCHBOARD_DATABASE_URL', secretRef: 'database-url' }
  { name: 'SWITCHBOARD_PUBLIC_URL', value: publicUrl }
  { name: 'SWITCHBOARD_APP_TYPE', value: 'UserAssignedMSI' }
  { name: 'SWITCHBOARD_APP_ID', value: identity.properties.clientId }
  { name: 'SWITCHBOARD_APP_TENANT_ID', value: tenant().tenantId }
  { name: 'SWITCHBOARD_SIGN_IN', value: 'managed' }
  { name: 'SWITCHBOARD_MANAGED_CLIENT_ID', value: identity.properties.clientId }
  { name: 'SWITCHBOARD_GRAPH_APP_ID', value: application.appId }
  { name: 'SWITCHBOARD_CPAAS_URL', value: cpaasUrl }
  { name: 'SWITCHBOARD_OPERATOR_URL', value: operatorUrl }
  { name: 'SWITCHBOARD_OPERATOR_TENANT_ID', value: operatorTenantId }
  { name: 'SWITCHBOARD_TENANTS', value: tenants }
  { name: 'SWITCHBOARD_COMPANY', value: company }
  { name: 'SWITCHBOARD_CONTACT', value: contact }
]
var registries = empty(registry) ? [] : [{ server: registry, identity: identity.id }]
var probes = [
  { type: 'Readiness', httpGet: { path: '/readyz', port: 9100 }, periodSeconds: 10 }
  { type: 'Liveness', httpGet: { path: '/healthz', port: 9100 }, initialDelaySeconds: 60, periodSeconds: 10 }
]

resource serve 'Microsoft.App/containerApps@2024-03-01' = {
  name: serveName
  location: location
  dependsOn: [reading]
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    managedEnvironmentId: environmentOfApps.id
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: { external: true, targetPort: 3978, transport: 'http', allowInsecure: false }
      registries: registries
      secrets: secrets
    }
    template: {
      terminationGracePeriodSeconds: 60
      containers: [
        {
          name: 'serve'
          image: image
          args: ['serve']
          env: concat(settings, [{ name: 'SWITCHBOARD_JOBS', value: '0' }])
          resources: { cpu: json('1.0'), memory: '2Gi' }
          probes: probes
        }
      ]
      // One: what somebody says is answered in order.
      scale: { minReplicas: 1, maxReplicas: 1 }
    }
  }
}

resource worker 'Microsoft.App/containerApps@2024-03-01' = {
  name: workerName
  location: location
  dependsOn: [reading]
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    managedEnvironmentId: environmentOfApps.id
    configuration: {
      activeRevisionsMode: 'Single'
      registries: registries
      secrets: secrets
    }
    template: {
      terminationGracePeriodSeconds: 60
      containers: [
        {
          name: 'worker'
          image: image
          args: ['worker']
          env: settings
          resources: { cpu: json('1.0'), memory: '2Gi' }
          probes: probes
        }
      ]
      scale: { minReplicas: workers, maxReplicas: workers }
    }
  }
}

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: '${name}-bot'
  location: 'global'
  kind: 'azurebot'
  sku: { name: 'F0' }
  properties: {
    displayName: 'Switchboard'
    endpoint: '${publicUrl}/api/messages'
    msaAppType: 'UserAssignedMSI'
    msaAppId: identity.properties.clientId
    msaAppTenantId: tenant().tenantId
    msaAppMSIResourceId: identity.id
  }

  resource teams 'channels' = {
    name: 'MsTeamsChannel'
    location: 'global'
    properties: {
      channelName: 'MsTeamsChannel'
      properties: { isEnabled: true }
    }
  }
}

output publicUrl string = publicUrl
output botAppId string = identity.properties.clientId
output graphApplicationId string = application.appId
output principalId string = principal.id
