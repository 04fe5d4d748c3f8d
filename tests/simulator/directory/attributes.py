# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The attributes that the simulator knows, one a line (zimbra-soap-admin.md 8).

name, type, flags, classes and, after =, the default that the class of service has.
Types: bool, enum:a,b, int[:min[:max]], long, duration, email, emailp, emails (a comma list), id, time, str[:max].
Flags: m several values, i immutable, - none.
Classes: A account, R calendar resource besides, C class of service, L static list, G dynamic group, D domain, I identity,
N entry of any kind. An attribute on A and C is inherited, unless it is on N.
"""

from __future__ import annotations

TABLE = """
cn str - ALGRCN
sn str - A
givenName str - A
initials str - A
displayName str:256 - ALGR
description str:1024 m ANLGDCR
company str:256 - A
co str:256 - A
l str:256 - A
o str:256 - A
ou str m A
st str:256 - A
street str:256 - A
postalCode str:256 - A
title str:256 - A
telephoneNumber str m A
homePhone str m A
mobile str m A
pager str m A
facsimileTelephoneNumber str m A
physicalDeliveryOfficeName str:256 - A
preferredLanguage str - A
employeeNumber str - A
employeeType str m A
carLicense str m A
manager str m A
uid str i ALR
mail email mi ALGR
objectClass str m ANLGDCRI
userPassword str m A
memberURL str - G
member str m G
dgIdentity str i G
zimbraId id i ANLGDCR
zimbraCreateTimestamp time i ANLGDCR
zimbraNotes str:1024 - ANLGDCR
zimbraZimletUserProperties str:51200 m A
zimbraACE str m ALGDCR
zimbraAccountStatus enum:active,maintenance,locked,closed,lockout,pending - A
zimbraMailStatus enum:enabled,disabled - ALG
zimbraHideInGal bool - ALG
zimbraMailAlias email mi ALG
zimbraMailDeliveryAddress email mi A
zimbraMailCanonicalAddress email - A
zimbraMailCatchAllAddress str m A
zimbraMailForwardingAddress email m AL
zimbraMailHost str - ALG
zimbraMailTransport str - A
zimbraMailQuota long:0 - AC =0
zimbraMailTrustedSenderListMaxNumEntries int - AC =500
zimbraMailSignatureMaxLength long - AC =10240
zimbraMailMessageLifetime duration - AC =0
zimbraMailTrashLifetime duration - AC =30d
zimbraMailSpamLifetime duration - AC =30d
zimbraMailHighlightObjectsMaxSize int - AC =70
zimbraMailIdleSessionTimeout duration - AC =0
zimbraMailMinPollingInterval duration - AC =2m
zimbraMailOutgoingSieveScript str - A
zimbraMailSieveScript str - A
zimbraMailAddressValidationRegex str m D
zimbraMailAllowReceiveButNotSendWhenOverQuota bool - AC =FALSE
zimbraMemberOf str mi A
zimbraCOSId id - A
zimbraIsAdminAccount bool - A
zimbraIsDelegatedAdminAccount bool - A
zimbraIsDomainAdminAccount bool - A
zimbraIsSystemAccount bool - A
zimbraIsSystemAdminAccount bool - A
zimbraIsExternalVirtualAccount bool - A
zimbraIsACLGroup bool i G
zimbraIsAdminGroup bool - LG
zimbraDomainAdminMaxMailQuota long:0 - AC
zimbraAdminSavedSearches str m A
zimbraAdminConsoleUIComponents str m ALG
zimbraLastLogonTimestamp time - A
zimbraLastLogonTimestampFrequency duration - AC =7d
zimbraPasswordModifiedTime time - A
zimbraPasswordMinLength int:0 - AC =6
zimbraPasswordMaxLength int:0 - AC =64
zimbraPasswordMinUpperCaseChars int:0 - AC =0
zimbraPasswordMinLowerCaseChars int:0 - AC =0
zimbraPasswordMinPunctuationChars int:0 - AC =0
zimbraPasswordMinNumericChars int:0 - AC =0
zimbraPasswordMinDigitsOrPuncs int:0 - AC =0
zimbraPasswordMinAlphaChars int:0 - AC =0
zimbraPasswordAllowedChars str - AC
zimbraPasswordAllowedPunctuationChars str - AC
zimbraPasswordMinAge int:0 - AC =0
zimbraPasswordMaxAge int:0 - AC =0
zimbraPasswordEnforceHistory int:0 - AC =0
zimbraPasswordHistory str m A
zimbraPasswordLocked bool - AC =FALSE
zimbraPasswordMustChange bool - A
zimbraPasswordBlockCommonEnabled bool - AC =FALSE
zimbraPasswordAllowUsername bool - AC =TRUE
zimbraPasswordLockoutEnabled bool - AC =FALSE
zimbraPasswordLockoutMaxFailures int:0 - AC =10
zimbraPasswordLockoutDuration duration - AC =1h
zimbraPasswordLockoutFailureLifetime duration - AC =1h
zimbraPasswordLockoutLockedTime time - A
zimbraPasswordLockoutFailureTime time m A
zimbraAuthTokenLifetime duration - AC =2d
zimbraAdminAuthTokenLifetime duration - AC =12h
zimbraAuthTokenValidityValue int - A
zimbraAuthTokens str m A
zimbraForeignPrincipal str:256 m A
zimbraAuthLdapExternalDn str:256 - A
zimbraAllowFromAddress email m A
zimbraAllowAnyFromAddress bool - AC =FALSE
zimbraAvailableSkin str:80 m AC
zimbraAvailableLocale str:80 m AC
zimbraAttachmentsBlocked bool - AC =FALSE
zimbraAttachmentsIndexingEnabled bool - AC =TRUE
zimbraArchiveAccount str m A
zimbraInterceptAddress email m A
zimbraIdentityMaxNumEntries int:0 - AC =20
zimbraSignatureMaxNumEntries int:0 - AC =20
zimbraDataSourceMaxNumEntries int:0 - AC =20
zimbraContactMaxNumEntries int:0 - AC =10000
zimbraShareInfo str m ALG
zimbraSharedItem str m A
zimbraShareLifetime duration - AC =0
zimbraPublicShareLifetime duration - AC =0
zimbraExternalShareLifetime duration - AC =0
zimbraPublicSharingEnabled bool - AC =TRUE
zimbraExternalSharingEnabled bool - AC =TRUE
zimbraFilePublicShareLifetime duration - AC =0
zimbraFileShareLifetime duration - AC =0
zimbraDumpsterEnabled bool - AC =FALSE
zimbraDumpsterPurgeEnabled bool - AC =TRUE
zimbraDefaultFolderFlags str:16 - AC
zimbraSpamApplyUserFilters bool - AC =FALSE
zimbraMtaMaxMessageSize long - X
zimbraFileUploadMaxSize long - X
zimbraImapEnabled bool - AC =TRUE
zimbraPop3Enabled bool - AC =TRUE
zimbraSieveNotifyActionRFCCompliant bool - AC =FALSE
zimbraLocale str:64 - ACD
zimbraDistributionListSendShareMessageToNewMembers bool - LG
zimbraDistributionListSubscriptionPolicy enum:ACCEPT,APPROVAL,REJECT - LG
zimbraDistributionListUnsubscriptionPolicy enum:ACCEPT,APPROVAL,REJECT - LG
zimbraCalResType enum:Location,Equipment - R
zimbraCalResAutoAcceptDecline bool - R
zimbraCalResAutoDeclineIfBusy bool - R
zimbraCalResAutoDeclineRecurring bool - R
zimbraCalResCapacity int - R
zimbraCalResSite str - R
zimbraCalResBuilding str - R
zimbraCalResContactEmail email - R
zimbraCalResContactName str - R
zimbraCalResLocationDisplayName str - R
zimbraDomainName str i D
zimbraDomainType enum:local,alias i D
zimbraDomainStatus enum:active,maintenance,locked,closed,suspended,shutdown - D
zimbraDomainDefaultCOSId id - D
zimbraDomainAliasTargetId id - D
zimbraDomainMaxAccounts int - D
zimbraVirtualHostname str m D
zimbraPublicServiceHostname str - D
zimbraPublicServiceProtocol str - D
zimbraPublicServicePort int - D
zimbraAuthMech str - D
zimbraAuthLdapURL str m D
zimbraAuthLdapBindDn str - D
zimbraAuthLdapSearchFilter str - D
zimbraAuthFallbackToLocal bool - D
zimbraGalMode enum:zimbra,both,ldap - D
zimbraGalMaxResults int - D
zimbraFreebusyExchangeURL str - AC
zimbraChildAccount id m A
zimbraPrefChildVisibleAccount id m A
zimbraFeatureOptionsEnabled bool - AC =TRUE
zimbraFeatureIdentitiesEnabled bool - AC =TRUE
zimbraFeatureSharingEnabled bool - AC =TRUE
zimbraFeatureMailEnabled bool - AC =TRUE
zimbraFeatureMailForwardingEnabled bool - AC =TRUE
zimbraFeatureMailForwardingInFiltersEnabled bool - AC =TRUE
zimbraFeatureFiltersEnabled bool - AC =TRUE
zimbraFeatureOutOfOfficeReplyEnabled bool - AC =TRUE
zimbraFeatureCalendarEnabled bool - AC =TRUE
zimbraFeatureContactsEnabled bool - AC =TRUE
zimbraFeatureTasksEnabled bool - AC =TRUE
zimbraFeatureTaggingEnabled bool - AC =TRUE
zimbraFeatureSignaturesEnabled bool - AC =TRUE
zimbraFeatureConversationsEnabled bool - AC =TRUE
zimbraFeatureChangePasswordEnabled bool - AC =TRUE
zimbraFeatureGalEnabled bool - AC =TRUE
zimbraFeatureGalAutoCompleteEnabled bool - AC =TRUE
zimbraFeatureGroupCalendarEnabled bool - AC =TRUE
zimbraFeatureFlaggingEnabled bool - AC =TRUE
zimbraFeatureSavedSearchesEnabled bool - AC =TRUE
zimbraFeatureAdvancedSearchEnabled bool - AC =TRUE
zimbraFeatureHtmlComposeEnabled bool - AC =TRUE
zimbraFeatureNewMailNotificationEnabled bool - AC =TRUE
zimbraFeatureReadReceiptsEnabled bool - AC =TRUE
zimbraFeatureSkinChangeEnabled bool - AC =TRUE
zimbraFeatureDistributionListFolderEnabled bool - AC =TRUE
zimbraFeatureManageZimlets bool - AC =TRUE
zimbraFeaturePriorityInboxEnabled bool - AC =TRUE
zimbraFeaturePop3DataSourceEnabled bool - AC =TRUE
zimbraFeatureImapDataSourceEnabled bool - AC =TRUE
zimbraFeatureBriefcasesEnabled bool - AC =FALSE
zimbraFeatureInstantNotify bool - AC =TRUE
zimbraFeatureMobileSyncEnabled bool - AC =FALSE
zimbraFeatureExportFolderEnabled bool - AC =TRUE
zimbraFeatureImportFolderEnabled bool - AC =TRUE
zimbraFeatureTwoFactorAuthRequired bool - AC =FALSE
zimbraFeatureTwoFactorAuthAvailable bool - AC =FALSE
zimbraFeatureSafeUnsubscribeFolderEnabled bool - AC =FALSE
zimbraFeatureMAPIConnectorEnabled bool - AC =TRUE
zimbraPrefIdentityId id - AI
zimbraPrefIdentityName str:128 - AI
zimbraPrefFromAddress str:256 - AI
zimbraPrefFromDisplay str:256 - AI
zimbraPrefFromAddressType enum:sendAs,sendOnBehalfOf - AI
zimbraPrefReplyToEnabled bool - AILG
zimbraPrefReplyToAddress email - AILG
zimbraPrefReplyToDisplay str:256 - AILG
zimbraPrefSaveToSent bool - AIC =TRUE
zimbraPrefSentMailFolder str:256 - AIC =sent
zimbraPrefWhenSentToEnabled bool - AI
zimbraPrefWhenSentToAddresses str:2048 m AI
zimbraPrefWhenInFoldersEnabled bool - AI
zimbraPrefWhenInFolderIds str:512 m AI
zimbraPrefDefaultSignatureId str:1024 - AI
zimbraPrefForwardReplySignatureId str:1024 - AI
zimbraPrefForwardReplyFormat enum:text,html,same - AIC =same
zimbraPrefForwardReplyPrefixChar str:1 - AIC =>
zimbraPrefForwardIncludeOriginalText str:20 - AIC =includeBody
zimbraPrefReplyIncludeOriginalText str:20 - AIC =includeBody
zimbraPrefMailSignature str:10240 - AI
zimbraPrefMailSignatureEnabled bool - AIC =FALSE
zimbraPrefMailSignatureStyle enum:outlook,internet - AIC =outlook
zimbraPrefUseDefaultIdentitySettings bool - I
zimbraPrefBccAddress str:256 - AI
zimbraPrefDelegatedSendSaveTarget enum:owner,sender,both,none - AC =owner
zimbraPrefAllowAddressForDelegatedSender email m ALG
zimbraPrefLocale str:64 - AC
zimbraPrefMessageViewHtmlPreferred bool - AC =TRUE
zimbraPrefComposeFormat enum:text,html - AC =html
zimbraPrefTimeZoneId str:256 m ACD =America/Los_Angeles
zimbraPrefMailForwardingAddress emails - A
zimbraPrefMailLocalDeliveryDisabled bool - A
zimbraPrefMailTrustedSenderList str m A
zimbraPrefMailItemsPerPage int:1 - AC =100
zimbraPrefMailInitialSearch str:512 - AC =in:inbox
zimbraPrefMailPollingInterval duration - AC =5m
zimbraPrefMailDefaultCharset str:64 - AC
zimbraPrefMailSendReadReceipts enum:always,prompt,never - AC =never
zimbraPrefMailSelectAfterDelete enum:next,previous,adaptive - AC =next
zimbraPrefMailFoldersCheckedForNewMsgIndicator str m A
zimbraPrefMessageIdDedupingEnabled bool - AC =TRUE
zimbraMessageIdDedupeCacheSize int - X
zimbraPrefOutOfOfficeReply str:8192 - A
zimbraPrefOutOfOfficeReplyEnabled bool - A
zimbraPrefOutOfOfficeFromDate time - A
zimbraPrefOutOfOfficeUntilDate time - A
zimbraPrefOutOfOfficeCacheDuration duration - AC =7d
zimbraPrefOutOfOfficeDirectAddress emails m A
zimbraPrefOutOfOfficeExternalReply str:8192 - A
zimbraPrefOutOfOfficeExternalReplyEnabled bool - A
zimbraPrefOutOfOfficeSuppressExternalReply bool - A
zimbraPrefOutOfOfficeStatusAlertOnLogin bool - AC =TRUE
zimbraPrefIncludeTrashInSearch bool - AC =FALSE
zimbraPrefIncludeSpamInSearch bool - AC =FALSE
zimbraPrefIncludeSharedItemsInSearch bool - AC =FALSE
zimbraPrefGroupMailBy str:64 - AC =conversation
zimbraPrefConversationOrder enum:dateAsc,dateDesc - AC =dateDesc
zimbraPrefSkin str:80 - AC =harmony
zimbraPrefClientType enum:standard,advanced,modern,zimbraX - AC =modern
zimbraPrefNewMailNotificationAddress emails - A
zimbraPrefNewMailNotificationEnabled bool - A
zimbraPrefReadingPaneEnabled bool - AC =TRUE
zimbraPrefReadingPaneLocation enum:off,right,bottom - AC =right
zimbraPrefFolderTreeOpen bool - AC =TRUE
zimbraPrefTagTreeOpen bool - AC =TRUE
zimbraPrefSearchTreeOpen bool - AC =TRUE
zimbraPrefSharedAddrBookAutoCompleteEnabled bool - AC =FALSE
zimbraPrefGalAutoCompleteEnabled bool - AC =TRUE
zimbraPrefAutoAddAddressEnabled bool - AC =TRUE
zimbraPrefAutoSaveDraftInterval duration - AC =30s
zimbraPrefDisplayExternalImages bool - AC =FALSE
zimbraPrefDedupeMessagesSentToSelf str:64 - AC =dedupeNone
zimbraPrefMarkMsgRead int - AC =0
zimbraPrefShowFragments bool - AC =TRUE
zimbraPrefSortOrder str:1024 - AC
zimbraPrefShortcuts str:4096 - AC
zimbraPrefUseKeyboardShortcuts bool - AC =TRUE
zimbraPrefUseTimeZoneListInCalendar bool - AC =FALSE
zimbraPrefWarnOnExit bool - AC =TRUE
zimbraPrefComposeInNewWindow bool - AC =FALSE
zimbraPrefComposeDirection enum:LTR,RTL - AC =LTR
zimbraPrefDefaultPrintFontSize str - AC =12pt
zimbraPrefHtmlEditorDefaultFontFamily str - AC =arial, helvetica, sans-serif
zimbraPrefHtmlEditorDefaultFontSize str - AC =12pt
zimbraPrefHtmlEditorDefaultFontColor str - AC =#000000
zimbraPrefImapSearchFoldersEnabled bool - AC =TRUE
zimbraPrefPop3DownloadSince time - A
zimbraPrefItemsPerVirtualPage int - AC =50
zimbraPrefContactsPerPage int - AC =25
zimbraPrefCalendarInitialView enum:day,workWeek,week,month,list,year - AC =workWeek
zimbraPrefCalendarFirstDayOfWeek int:0:6 - AC =0
zimbraPrefCalendarApptVisibility enum:public,private - AC =public
zimbraPrefCalendarAutoAddInvites bool - AC =TRUE
zimbraPrefCalendarNotifyDelegatedChanges bool - AC =FALSE
zimbraPrefCalendarApptReminderWarningTime int - AC =5
zimbraPrefDeleteInviteOnReply bool - AC =TRUE
zimbraPrefJunkLifetime duration - AC =0
zimbraPrefTrashLifetime duration - AC =0
zimbraPrefSentLifetime duration - AC =0
zimbraPrefInboxReadLifetime duration - AC =0
zimbraPrefInboxUnreadLifetime duration - AC =0
zimbraPrefSpellIgnoreWord str m AC
zimbraPrefQuickCommand str m A
zimbraPrefListViewColumns str - A
zimbraPrefTasksReadingPaneLocation enum:off,right,bottom - AC =right
zimbraPrefShowSelectionCheckbox bool - AC =FALSE
zimbraPrefAdvancedClientEnforceMinDisplay bool - AC =TRUE
zimbraPrefAdminConsoleWarnOnExit bool - A
zimbraPrefPasswordRecoveryAddress email - A
zimbraPrefStandardClientAccessibilityMode bool - AC =FALSE
zimbraPrefZimletTreeOpen bool - AC =FALSE
zimbraPrefZimlets str m A
"""
