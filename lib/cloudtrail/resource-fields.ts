/**
 * Which members of `requestParameters` and `responseElements` (of service events: of their details) name a resource.
 *
 * AWS has no list of them: each service writes its API's own parameters. Most follow a habit that NAMING_SUFFIXES
 * catches at the first level, minus the lookalikes in NOT_RESOURCES. The table adds what the habit misses: nested
 * members, names without suffix, and words such as `name` that only mean something within one service.
 * A path lists members from the outside in, whatever their case (`dBInstance…` and `DBInstance…` both occur); arrays
 * on the way are passed through. What could hold a secret, a document or free text must not be listed here.
 */

/** Paths that name a resource whatever the event source. */
export const FIELDS_OF_ANY_SOURCE: readonly string[] = [
  'cluster',
  'queueUrl',
  'resourceArn',
  'workGroup',
  'encryptionContext',
];

/** Further paths of single services, by `eventSource`. */
export const FIELDS_BY_SOURCE: Readonly<Record<string, readonly string[]>> = {
  'athena.amazonaws.com': ['name', 'queryExecutionContext.database'],
  'backup.amazonaws.com': ['backupPlan.backupPlanName'],
  'batch.amazonaws.com': ['jobQueue', 'jobDefinition'],
  'cloudfront.amazonaws.com': ['id', 'distribution.id', 'distribution.aRN'],
  'cloudtrail.amazonaws.com': ['name', 'trailNameList', 'eventDataStore'],
  'codebuild.amazonaws.com': ['name', 'project.arn', 'project.name'],
  'codepipeline.amazonaws.com': ['name', 'pipeline.name'],
  'config.amazonaws.com': ['configurationRecorder.name', 'deliveryChannel.name', 'configRule.configRuleName'],
  'dynamodb.amazonaws.com': ['tableDescription.tableArn'],
  'ec2.amazonaws.com': [
    'instancesSet.items.instanceId',
    'instancesSet.item.instanceId',
    'instanceIdSet',
    'volumeSet.items.volumeId',
    'snapshotSet.items.snapshotId',
    'imagesSet.items.imageId',
    'securityGroupIdSet.items.groupId',
    'groupSet.items.groupId',
    'securityGroupRuleSet.items.securityGroupRuleId',
    'vpcSet.items.vpcId',
    'subnetSet.items.subnetId',
    'networkInterfaceSet.items.networkInterfaceId',
    'networkInterfaceIdSet.items.networkInterfaceId',
    'routeTableIdSet.items.routeTableId',
    'networkAclIdSet.items.networkAclId',
    'internetGatewayIdSet.items.internetGatewayId',
    'natGatewayIdSet.items.natGatewayId',
    'allocationIdsSet.items.allocationId',
    'keySet.items.keyName',
    'resourcesSet.items.resourceId',
    'instancesSet.items.imageId',
    'iamInstanceProfile.arn',
    'iamInstanceProfile.name',
    'vpc.vpcId',
    'subnet.subnetId',
    'networkInterface.networkInterfaceId',
    'routeTable.routeTableId',
    'networkAcl.networkAclId',
    'internetGateway.internetGatewayId',
    'natGateway.natGatewayId',
    'customerGateway.customerGatewayId',
    'vpnGateway.vpnGatewayId',
    'vpnConnection.vpnConnectionId',
    'vpcEndpoint.vpcEndpointId',
    'vpcPeeringConnection.vpcPeeringConnectionId',
    'transitGateway.transitGatewayId',
    'launchTemplate.launchTemplateId',
    'launchTemplate.launchTemplateName',
  ],
  'ecr.amazonaws.com': ['repository.repositoryArn'],
  'ecs.amazonaws.com': [
    'service',
    'services',
    'task',
    'tasks',
    'taskDefinition',
    'taskDefinition.taskDefinitionArn',
  ],
  'eks.amazonaws.com': ['name', 'cluster.arn', 'cluster.name'],
  'elasticloadbalancing.amazonaws.com': [
    'name',
    'names',
    'loadBalancers.loadBalancerArn',
    'targetGroups.targetGroupArn',
    'targets.id',
  ],
  'es.amazonaws.com': ['domainStatus.aRN', 'domainStatus.domainName'],
  'events.amazonaws.com': ['name', 'rule', 'targets.arn'],
  'glue.amazonaws.com': ['name', 'tableInput.name', 'databaseInput.name'],
  'iam.amazonaws.com': [
    'role.arn',
    'user.arn',
    'group.arn',
    'policy.arn',
    'instanceProfile.arn',
    'accessKey.accessKeyId',
    'accessKey.userName',
    'virtualMFADevice.serialNumber',
    'serialNumber',
  ],
  'kms.amazonaws.com': ['keyMetadata.arn', 'keyMetadata.keyId', 'replicaKeyMetadata.arn'],
  'migrationhub-orchestrator.amazonaws.com': ['id'],
  'opensearch.amazonaws.com': ['domainStatus.aRN', 'domainStatus.domainName'],
  'organizations.amazonaws.com': [
    'createAccountStatus.accountId',
    'organizationalUnit.arn',
    'policy.policySummary.arn',
    'handshake.arn',
  ],
  'rds.amazonaws.com': ['resourceName'],
  'route53.amazonaws.com': ['id', 'name', 'hostedZone.id', 'hostedZone.name'],
  'scheduler.amazonaws.com': ['name'],
  'secretsmanager.amazonaws.com': ['name', 'aRN'],
  'sns.amazonaws.com': ['name'],
  'ssm.amazonaws.com': ['name', 'names', 'target', 'command.commandId'],
  'states.amazonaws.com': ['name'],
  'sts.amazonaws.com': ['assumedRoleUser.arn', 'federatedUser.arn'],
  'wafv2.amazonaws.com': ['id', 'name', 'summary.aRN'],
};

/**
 * What first-level members that name resources end with. Upper-case first letter, so that `paid` is not an id. Lists
 * of them (`instanceIds`) count as well.
 */
export const NAMING_SUFFIXES: readonly string[] = ['Arn', 'ARN', 'Id', 'ID', 'Identifier', 'Name'];

/**
 * Members that end so and name no resource: ids of requests, sessions and people's names; what describes a machine;
 * `externalId`, a shared secret of sorts. In lower case.
 */
export const NOT_RESOURCES: ReadonlySet<string> = new Set([
  'agentname',
  'attributename',
  'availabilityzoneid',
  'availabilityzonename',
  'awsaccesskeyid',
  'cacertificateidentifier',
  'clientrequestid',
  'computername',
  'correlationid',
  'displayname',
  'eventid',
  'eventname',
  'externalid',
  'familyname',
  'firstname',
  'givenname',
  'hostname',
  'lastname',
  'messageid',
  'metricname',
  'operationid',
  'originatingrequestid',
  'ownerid',
  'platformname',
  'regionname',
  'requestid',
  'requesterid',
  'reservationid',
  'rolesessionname',
  'secretversionid',
  'traceid',
  'transactionid',
  'versionid',
  'x-amz-version-id',
]);
