// Made of schema/*.proto by scripts/generate-grpc.ts: change those and run it.
/** As JSON of protobufjs. It is text, since the types of that say less than it takes. */
export const PROTO_ROOT = `{
  "nested": {
    "ayni": {
      "nested": {
        "v1": {
          "nested": {
            "Tracker": {
              "methods": {
                "Identify": {"requestType":"IdentifyRequest","responseType":"IdentifyResponse"},
                "Join": {"requestType":"JoinRequest","responseType":"JoinResponse"},
                "Announce": {"requestType":"AnnounceRequest","responseType":"AnnounceResponse"},
                "Heartbeat": {"requestType":"HeartbeatRequest","responseType":"HeartbeatResponse"},
                "Leave": {"requestType":"LeaveRequest","responseType":"LeaveResponse"},
                "Publish": {"requestType":"PublishRequest","responseType":"PublishResponse"},
                "Unpublish": {"requestType":"UnpublishRequest","responseType":"UnpublishResponse"},
                "Hold": {"requestType":"HoldRequest","responseType":"HoldResponse"},
                "Search": {"requestType":"SearchRequest","responseType":"SearchResponse"},
                "Browse": {"requestType":"BrowseRequest","responseType":"BrowseResponse"},
                "Peers": {"requestType":"PeersRequest","responseType":"PeersResponse"},
                "Locate": {"requestType":"LocateRequest","responseType":"LocateResponse"},
                "NamesOf": {"requestType":"NamesOfRequest","responseType":"NamesOfResponse"},
                "Report": {"requestType":"ReportRequest","responseType":"ReportResponse"},
                "Introspect": {"requestType":"IntrospectRequest","responseType":"IntrospectResponse"},
                "Stats": {"requestType":"StatsRequest","responseType":"StatsResponse"},
                "Events": {"requestType":"EventsRequest","responseType":"EventsResponse","responseStream":true},
                "Withdraw": {"requestType":"WithdrawRequest","responseType":"WithdrawResponse"},
                "CreateInvite": {"requestType":"CreateInviteRequest","responseType":"CreateInviteResponse"},
                "Invites": {"requestType":"InvitesRequest","responseType":"InvitesResponse"},
                "RevokeInvite": {"requestType":"RevokeInviteRequest","responseType":"RevokeInviteResponse"},
                "Members": {"requestType":"MembersRequest","responseType":"MembersResponse"},
                "Revoke": {"requestType":"RevokeRequest","responseType":"RevokeResponse"}
              }
            },
            "Peer": {
              "methods": {
                "Fetch": {"requestType":"FetchRequest","responseType":"FetchResponse","responseStream":true}
              }
            },
            "FetchRequest": {
              "oneofs": {
                "_length": {"oneof":["length"]}
              },
              "fields": {
                "content": {"type":"string","id":1},
                "offset": {"type":"uint64","id":2},
                "length": {"type":"uint64","id":3,"options":{"proto3_optional":true}}
              }
            },
            "FetchResponse": {
              "fields": {
                "size": {"type":"uint64","id":1},
                "offset": {"type":"uint64","id":2},
                "data": {"type":"bytes","id":3}
              }
            },
            "Role": {
              "values": {
                "ROLE_UNSPECIFIED": 0,
                "ROLE_ADMIN": 1,
                "ROLE_MEMBER": 2,
                "ROLE_GUEST": 3,
                "ROLE_TRACKER": 4,
                "ROLE_FOREIGN": 5
              }
            },
            "Protocol": {
              "values": {
                "PROTOCOL_UNSPECIFIED": 0,
                "PROTOCOL_AYNI": 1,
                "PROTOCOL_HELO": 2,
                "PROTOCOL_FLATGRPC": 3,
                "PROTOCOL_P4": 4,
                "PROTOCOL_REDE": 5,
                "PROTOCOL_SLOTS": 6
              }
            },
            "Slots": {
              "fields": {
                "total": {"type":"uint32","id":1},
                "free": {"type":"uint32","id":2}
              }
            },
            "Endpoint": {
              "oneofs": {
                "_bridge": {"oneof":["bridge"]}
              },
              "fields": {
                "protocol": {"type":"Protocol","id":1},
                "host": {"type":"string","id":2},
                "port": {"type":"uint32","id":3},
                "bridge": {"type":"bool","id":4,"options":{"proto3_optional":true}}
              }
            },
            "Digests": {
              "oneofs": {
                "_md5": {"oneof":["md5"]},
                "_sha256": {"oneof":["sha256"]}
              },
              "fields": {
                "md5": {"type":"string","id":1,"options":{"proto3_optional":true}},
                "sha256": {"type":"string","id":2,"options":{"proto3_optional":true}}
              }
            },
            "ForeignFile": {
              "oneofs": {
                "_size": {"oneof":["size"]},
                "_md5": {"oneof":["md5"]}
              },
              "fields": {
                "dialect": {"type":"Dialect","id":1},
                "host": {"type":"string","id":2},
                "port": {"type":"uint32","id":3},
                "name": {"type":"string","id":4},
                "size": {"type":"uint64","id":5,"options":{"proto3_optional":true}},
                "md5": {"type":"string","id":6,"options":{"proto3_optional":true}}
              },
              "nested": {
                "Dialect": {"values":{"DIALECT_UNSPECIFIED":0,"DIALECT_HELO":1,"DIALECT_FLATGRPC":2,"DIALECT_P4":3,"DIALECT_REDE":4,"DIALECT_SLOTS":5}}
              }
            },
            "Audience": {
              "oneofs": {
                "kind": {"oneof":["everyone","restricted"]}
              },
              "fields": {
                "everyone": {"type":"Everyone","id":1},
                "restricted": {"type":"Restricted","id":2}
              },
              "nested": {
                "Everyone": {"fields":{}},
                "Restricted": {"fields":{"groups":{"rule":"repeated","type":"string","id":1},"peers":{"rule":"repeated","type":"string","id":2}}}
              }
            },
            "Revocations": {
              "fields": {
                "version": {"type":"uint64","id":1},
                "peers": {"rule":"repeated","type":"string","id":2}
              }
            },
            "IdentifyRequest": {
              "fields": {}
            },
            "IdentifyResponse": {
              "fields": {
                "network": {"type":"string","id":1},
                "key": {"type":"string","id":2},
                "credential": {"type":"string","id":3},
                "access": {"type":"Access","id":4}
              },
              "nested": {
                "Access": {"values":{"ACCESS_UNSPECIFIED":0,"ACCESS_INVITE":1,"ACCESS_OPEN":2}}
              }
            },
            "JoinRequest": {
              "oneofs": {
                "_secret": {"oneof":["secret"]}
              },
              "fields": {
                "secret": {"type":"string","id":1,"options":{"proto3_optional":true}},
                "name": {"type":"string","id":2}
              }
            },
            "JoinResponse": {
              "fields": {
                "credential": {"type":"string","id":1},
                "role": {"type":"Role","id":2},
                "groups": {"rule":"repeated","type":"string","id":3},
                "trackers": {"rule":"repeated","type":"string","id":4}
              }
            },
            "AnnounceRequest": {
              "fields": {
                "endpoints": {"rule":"repeated","type":"Endpoint","id":1},
                "slots": {"type":"Slots","id":2},
                "agent": {"type":"string","id":3},
                "revokedVersion": {"type":"int64","id":4}
              },
              "nested": {
                "Endpoint": {"oneofs":{"_host":{"oneof":["host"]},"_bridge":{"oneof":["bridge"]}},"fields":{"protocol":{"type":"Protocol","id":1},"host":{"type":"string","id":2,"options":{"proto3_optional":true}},"port":{"type":"uint32","id":3},"bridge":{"type":"bool","id":4,"options":{"proto3_optional":true}}}}
              }
            },
            "AnnounceResponse": {
              "oneofs": {
                "_credential": {"oneof":["credential"]},
                "_md5": {"oneof":["md5"]}
              },
              "fields": {
                "ttl": {"type":"uint64","id":1},
                "interval": {"type":"uint64","id":2},
                "credential": {"type":"string","id":3,"options":{"proto3_optional":true}},
                "trackers": {"rule":"repeated","type":"string","id":4},
                "revoked": {"type":"Revocations","id":5},
                "revisions": {"keyType":"string","type":"uint64","id":6},
                "observed": {"type":"string","id":7},
                "md5": {"type":"bool","id":8,"options":{"proto3_optional":true}}
              }
            },
            "HeartbeatRequest": {
              "fields": {
                "slots": {"type":"Slots","id":1},
                "revokedVersion": {"type":"int64","id":2}
              }
            },
            "HeartbeatResponse": {
              "oneofs": {
                "_credential": {"oneof":["credential"]},
                "_md5": {"oneof":["md5"]}
              },
              "fields": {
                "ttl": {"type":"uint64","id":1},
                "interval": {"type":"uint64","id":2},
                "credential": {"type":"string","id":3,"options":{"proto3_optional":true}},
                "trackers": {"rule":"repeated","type":"string","id":4},
                "revoked": {"type":"Revocations","id":5},
                "md5": {"type":"bool","id":6,"options":{"proto3_optional":true}}
              }
            },
            "LeaveRequest": {
              "fields": {
                "forget": {"type":"bool","id":1}
              }
            },
            "LeaveResponse": {
              "fields": {}
            },
            "Entry": {
              "oneofs": {
                "kind": {"oneof":["file","directory","symlink"]}
              },
              "fields": {
                "path": {"type":"string","id":1},
                "file": {"type":"File","id":2},
                "directory": {"type":"Directory","id":3},
                "symlink": {"type":"Symlink","id":4}
              },
              "nested": {
                "File": {"oneofs":{"_flatName":{"oneof":["flatName"]}},"fields":{"content":{"type":"string","id":1},"size":{"type":"uint64","id":2},"mtime":{"type":"int64","id":3},"executable":{"type":"bool","id":4},"flatName":{"type":"string","id":5,"options":{"proto3_optional":true}},"digests":{"type":"Digests","id":6}}},
                "Directory": {"fields":{}},
                "Symlink": {"fields":{"target":{"type":"string","id":1}}}
              }
            },
            "PublishRequest": {
              "oneofs": {
                "_full": {"oneof":["full"]}
              },
              "fields": {
                "share": {"type":"string","id":1},
                "audience": {"type":"Audience","id":2},
                "base": {"type":"uint64","id":3},
                "next": {"type":"uint64","id":4},
                "full": {"type":"Full","id":5,"options":{"proto3_optional":true}},
                "upsert": {"rule":"repeated","type":"Entry","id":6},
                "remove": {"rule":"repeated","type":"string","id":7}
              },
              "nested": {
                "Full": {"values":{"FULL_UNSPECIFIED":0,"FULL_FIRST":1,"FULL_MIDDLE":2,"FULL_LAST":3,"FULL_ONLY":4}}
              }
            },
            "PublishResponse": {
              "fields": {}
            },
            "UnpublishRequest": {
              "fields": {
                "share": {"type":"string","id":1}
              }
            },
            "UnpublishResponse": {
              "fields": {}
            },
            "HoldRequest": {
              "fields": {
                "upsert": {"rule":"repeated","type":"Holding","id":1},
                "remove": {"rule":"repeated","type":"string","id":2}
              },
              "nested": {
                "Holding": {"oneofs":{"_flatName":{"oneof":["flatName"]}},"fields":{"content":{"type":"string","id":1},"size":{"type":"uint64","id":2},"pieces":{"type":"uint64","id":3},"audience":{"type":"Audience","id":4},"flatName":{"type":"string","id":5,"options":{"proto3_optional":true}},"digests":{"type":"Digests","id":6}}}
              }
            },
            "HoldResponse": {
              "fields": {}
            },
            "SearchRequest": {
              "oneofs": {
                "_text": {"oneof":["text"]},
                "_kind": {"oneof":["kind"]},
                "_minSize": {"oneof":["minSize"]},
                "_maxSize": {"oneof":["maxSize"]},
                "_peer": {"oneof":["peer"]},
                "_online": {"oneof":["online"]},
                "_limit": {"oneof":["limit"]},
                "_cursor": {"oneof":["cursor"]},
                "_idPrefix": {"oneof":["idPrefix"]}
              },
              "fields": {
                "text": {"type":"string","id":1,"options":{"proto3_optional":true}},
                "kind": {"type":"Kind","id":2,"options":{"proto3_optional":true}},
                "extensions": {"rule":"repeated","type":"string","id":3},
                "minSize": {"type":"uint64","id":4,"options":{"proto3_optional":true}},
                "maxSize": {"type":"uint64","id":5,"options":{"proto3_optional":true}},
                "peer": {"type":"string","id":6,"options":{"proto3_optional":true}},
                "online": {"type":"bool","id":7,"options":{"proto3_optional":true}},
                "limit": {"type":"uint32","id":8,"options":{"proto3_optional":true}},
                "cursor": {"type":"string","id":9,"options":{"proto3_optional":true}},
                "idPrefix": {"type":"string","id":10,"options":{"proto3_optional":true}}
              },
              "nested": {
                "Kind": {"values":{"KIND_UNSPECIFIED":0,"KIND_FILE":1,"KIND_DIRECTORY":2}}
              }
            },
            "SearchResponse": {
              "oneofs": {
                "_cursor": {"oneof":["cursor"]}
              },
              "fields": {
                "items": {"rule":"repeated","type":"Hit","id":1},
                "cursor": {"type":"string","id":2,"options":{"proto3_optional":true}}
              },
              "nested": {
                "Hit": {"oneofs":{"_content":{"oneof":["content"]}},"fields":{"content":{"type":"string","id":1,"options":{"proto3_optional":true}},"kind":{"type":"Kind","id":2},"size":{"type":"uint64","id":3},"names":{"rule":"repeated","type":"string","id":4},"sources":{"type":"uint64","id":5},"mtime":{"type":"int64","id":6},"foreign":{"type":"ForeignFile","id":7}},"nested":{"Kind":{"values":{"KIND_UNSPECIFIED":0,"KIND_FILE":1,"KIND_DIRECTORY":2}}}}
              }
            },
            "BrowseRequest": {
              "oneofs": {
                "_path": {"oneof":["path"]},
                "_recursive": {"oneof":["recursive"]},
                "_limit": {"oneof":["limit"]},
                "_cursor": {"oneof":["cursor"]}
              },
              "fields": {
                "peer": {"type":"string","id":1},
                "path": {"type":"string","id":2,"options":{"proto3_optional":true}},
                "recursive": {"type":"bool","id":3,"options":{"proto3_optional":true}},
                "limit": {"type":"uint32","id":4,"options":{"proto3_optional":true}},
                "cursor": {"type":"string","id":5,"options":{"proto3_optional":true}}
              }
            },
            "BrowseResponse": {
              "oneofs": {
                "_cursor": {"oneof":["cursor"]}
              },
              "fields": {
                "items": {"rule":"repeated","type":"Item","id":1},
                "cursor": {"type":"string","id":2,"options":{"proto3_optional":true}}
              },
              "nested": {
                "Item": {"oneofs":{"_content":{"oneof":["content"]},"_size":{"oneof":["size"]},"_mtime":{"oneof":["mtime"]},"_executable":{"oneof":["executable"]},"_target":{"oneof":["target"]},"_flatName":{"oneof":["flatName"]}},"fields":{"kind":{"type":"Kind","id":1},"path":{"type":"string","id":2},"content":{"type":"string","id":3,"options":{"proto3_optional":true}},"size":{"type":"uint64","id":4,"options":{"proto3_optional":true}},"mtime":{"type":"int64","id":5,"options":{"proto3_optional":true}},"executable":{"type":"bool","id":6,"options":{"proto3_optional":true}},"target":{"type":"string","id":7,"options":{"proto3_optional":true}},"audience":{"type":"Audience","id":8},"flatName":{"type":"string","id":9,"options":{"proto3_optional":true}},"digests":{"type":"Digests","id":10},"foreign":{"type":"ForeignFile","id":11}},"nested":{"Kind":{"values":{"KIND_UNSPECIFIED":0,"KIND_SHARE":1,"KIND_FILE":2,"KIND_DIRECTORY":3,"KIND_SYMLINK":4}}}}
              }
            },
            "PeersRequest": {
              "fields": {}
            },
            "PeersResponse": {
              "fields": {
                "items": {"rule":"repeated","type":"Member","id":1}
              },
              "nested": {
                "Member": {"fields":{"peer":{"type":"string","id":1},"name":{"type":"string","id":2},"role":{"type":"Role","id":3},"online":{"type":"bool","id":4},"endpoints":{"rule":"repeated","type":"Endpoint","id":5},"agent":{"type":"string","id":6},"files":{"type":"uint64","id":7},"bytes":{"type":"uint64","id":8},"seen":{"type":"uint64","id":9}}}
              }
            },
            "LocateRequest": {
              "fields": {
                "contents": {"rule":"repeated","type":"string","id":1}
              }
            },
            "LocateResponse": {
              "fields": {
                "sources": {"keyType":"string","type":"Sources","id":1}
              },
              "nested": {
                "Source": {"fields":{"peer":{"type":"string","id":1},"name":{"type":"string","id":2},"endpoints":{"rule":"repeated","type":"Endpoint","id":3},"pieces":{"type":"uint64","id":4},"whole":{"type":"bool","id":5},"slots":{"type":"Slots","id":6}}},
                "Sources": {"fields":{"items":{"rule":"repeated","type":"Source","id":1}}}
              }
            },
            "NamesOfRequest": {
              "fields": {
                "content": {"type":"string","id":1}
              }
            },
            "NamesOfResponse": {
              "fields": {
                "items": {"rule":"repeated","type":"Name","id":1}
              },
              "nested": {
                "Name": {"fields":{"peer":{"type":"string","id":1},"path":{"type":"string","id":2},"size":{"type":"uint64","id":3}}}
              }
            },
            "ReportRequest": {
              "fields": {
                "peer": {"type":"string","id":1},
                "content": {"type":"string","id":2}
              }
            },
            "ReportResponse": {
              "fields": {}
            },
            "IntrospectRequest": {
              "fields": {
                "peer": {"type":"string","id":1}
              }
            },
            "IntrospectResponse": {
              "oneofs": {
                "_role": {"oneof":["role"]}
              },
              "fields": {
                "active": {"type":"bool","id":1},
                "role": {"type":"Role","id":2,"options":{"proto3_optional":true}},
                "groups": {"rule":"repeated","type":"string","id":3}
              }
            },
            "StatsRequest": {
              "fields": {}
            },
            "StatsResponse": {
              "fields": {
                "members": {"type":"uint64","id":1},
                "online": {"type":"uint64","id":2},
                "files": {"type":"uint64","id":3},
                "contents": {"type":"uint64","id":4},
                "holdings": {"type":"uint64","id":5},
                "bytes": {"type":"uint64","id":6}
              }
            },
            "EventsRequest": {
              "oneofs": {
                "_after": {"oneof":["after"]}
              },
              "fields": {
                "after": {"type":"int64","id":1,"options":{"proto3_optional":true}}
              }
            },
            "EventsResponse": {
              "oneofs": {
                "_peer": {"oneof":["peer"]},
                "_share": {"oneof":["share"]},
                "_content": {"oneof":["content"]}
              },
              "fields": {
                "id": {"type":"uint64","id":1},
                "at": {"type":"uint64","id":2},
                "kind": {"type":"Kind","id":3},
                "peer": {"type":"string","id":4,"options":{"proto3_optional":true}},
                "share": {"type":"string","id":5,"options":{"proto3_optional":true}},
                "content": {"type":"string","id":6,"options":{"proto3_optional":true}}
              },
              "nested": {
                "Kind": {"values":{"KIND_UNSPECIFIED":0,"KIND_JOINED":1,"KIND_ONLINE":2,"KIND_OFFLINE":3,"KIND_PUBLISHED":4,"KIND_REVOKED":5,"KIND_WITHDRAWN":6,"KIND_LEFT":7}}
              }
            },
            "WithdrawRequest": {
              "fields": {
                "content": {"type":"string","id":1}
              }
            },
            "WithdrawResponse": {
              "fields": {}
            },
            "CreateInviteRequest": {
              "fields": {
                "role": {"type":"Role","id":1},
                "groups": {"rule":"repeated","type":"string","id":2},
                "uses": {"type":"uint32","id":3},
                "lifetime": {"type":"uint32","id":4}
              }
            },
            "CreateInviteResponse": {
              "fields": {
                "id": {"type":"string","id":1},
                "role": {"type":"Role","id":2},
                "groups": {"rule":"repeated","type":"string","id":3},
                "usesLeft": {"type":"uint64","id":4},
                "expires": {"type":"uint64","id":5},
                "revoked": {"type":"bool","id":6},
                "secret": {"type":"string","id":7}
              }
            },
            "InvitesRequest": {
              "fields": {}
            },
            "InvitesResponse": {
              "fields": {
                "items": {"rule":"repeated","type":"Invite","id":1}
              },
              "nested": {
                "Invite": {"fields":{"id":{"type":"string","id":1},"role":{"type":"Role","id":2},"groups":{"rule":"repeated","type":"string","id":3},"usesLeft":{"type":"uint64","id":4},"expires":{"type":"uint64","id":5},"revoked":{"type":"bool","id":6}}}
              }
            },
            "RevokeInviteRequest": {
              "fields": {
                "id": {"type":"string","id":1}
              }
            },
            "RevokeInviteResponse": {
              "fields": {}
            },
            "MembersRequest": {
              "fields": {}
            },
            "MembersResponse": {
              "fields": {
                "items": {"rule":"repeated","type":"Member","id":1}
              },
              "nested": {
                "Member": {"oneofs":{"_reports":{"oneof":["reports"]}},"fields":{"peer":{"type":"string","id":1},"name":{"type":"string","id":2},"role":{"type":"Role","id":3},"groups":{"rule":"repeated","type":"string","id":4},"joined":{"type":"uint64","id":5},"revoked":{"type":"bool","id":6},"reports":{"type":"uint64","id":7,"options":{"proto3_optional":true}}}}
              }
            },
            "RevokeRequest": {
              "fields": {
                "peer": {"type":"string","id":1}
              }
            },
            "RevokeResponse": {
              "fields": {}
            }
          }
        }
      }
    },
    "grpc": {
      "nested": {
        "health": {
          "nested": {
            "v1": {
              "nested": {
                "Health": {"methods":{"Check":{"requestType":"HealthCheckRequest","responseType":"HealthCheckResponse"},"Watch":{"requestType":"HealthCheckRequest","responseType":"HealthCheckResponse","responseStream":true}}},
                "HealthCheckRequest": {"fields":{"service":{"type":"string","id":1}}},
                "HealthCheckResponse": {"fields":{"status":{"type":"ServingStatus","id":1}},"nested":{"ServingStatus":{"values":{"UNKNOWN":0,"SERVING":1,"NOT_SERVING":2,"SERVICE_UNKNOWN":3}}}}
              }
            }
          }
        },
        "reflection": {
          "nested": {
            "v1": {
              "nested": {
                "ServerReflection": {"methods":{"ServerReflectionInfo":{"requestType":"ServerReflectionRequest","requestStream":true,"responseType":"ServerReflectionResponse","responseStream":true}}},
                "ServerReflectionRequest": {"oneofs":{"messageRequest":{"oneof":["fileByFilename","fileContainingSymbol","fileContainingExtension","allExtensionNumbersOfType","listServices"]}},"fields":{"host":{"type":"string","id":1},"fileByFilename":{"type":"string","id":3},"fileContainingSymbol":{"type":"string","id":4},"fileContainingExtension":{"type":"ExtensionRequest","id":5},"allExtensionNumbersOfType":{"type":"string","id":6},"listServices":{"type":"string","id":7}}},
                "ExtensionRequest": {"fields":{"containingType":{"type":"string","id":1},"extensionNumber":{"type":"int32","id":2}}},
                "ServerReflectionResponse": {"oneofs":{"messageResponse":{"oneof":["fileDescriptorResponse","allExtensionNumbersResponse","listServicesResponse","errorResponse"]}},"fields":{"validHost":{"type":"string","id":1},"originalRequest":{"type":"ServerReflectionRequest","id":2},"fileDescriptorResponse":{"type":"FileDescriptorResponse","id":4},"allExtensionNumbersResponse":{"type":"ExtensionNumberResponse","id":5},"listServicesResponse":{"type":"ListServiceResponse","id":6},"errorResponse":{"type":"ErrorResponse","id":7}}},
                "FileDescriptorResponse": {"fields":{"fileDescriptorProto":{"rule":"repeated","type":"bytes","id":1}}},
                "ExtensionNumberResponse": {"fields":{"baseTypeName":{"type":"string","id":1},"extensionNumber":{"rule":"repeated","type":"int32","id":2}}},
                "ListServiceResponse": {"fields":{"service":{"rule":"repeated","type":"ServiceResponse","id":1}}},
                "ServiceResponse": {"fields":{"name":{"type":"string","id":1}}},
                "ErrorResponse": {"fields":{"errorCode":{"type":"int32","id":1},"errorMessage":{"type":"string","id":2}}}
              }
            }
          }
        }
      }
    }
  }
}`;

/** What reflection answers with: `google.protobuf.FileDescriptorProto`, in base64. */
export const PROTO_FILES = [
  {"path":"ayni.proto","package":"ayni.v1","descriptor":"CgpheW5pLnByb3RvEgdheW5pLnYxImgKDEZldGNoUmVxdWVzdBIYCgdjb250ZW50GAEgASgJUgdjb250ZW50EhYKBm9mZnNldBgCIAEoBFIGb2Zmc2V0EhsKBmxlbmd0aBgDIAEoBEgAUgZsZW5ndGiIAQFCCQoHX2xlbmd0aCJPCg1GZXRjaFJlc3BvbnNlEhIKBHNpemUYASABKARSBHNpemUSFgoGb2Zmc2V0GAIgASgEUgZvZmZzZXQSEgoEZGF0YRgDIAEoDFIEZGF0YSIxCgVTbG90cxIUCgV0b3RhbBgBIAEoDVIFdG90YWwSEgoEZnJlZRgCIAEoDVIEZnJlZSKJAQoIRW5kcG9pbnQSLQoIcHJvdG9jb2wYASABKA4yES5heW5pLnYxLlByb3RvY29sUghwcm90b2NvbBISCgRob3N0GAIgASgJUgRob3N0EhIKBHBvcnQYAyABKA1SBHBvcnQSGwoGYnJpZGdlGAQgASgISABSBmJyaWRnZYgBAUIJCgdfYnJpZGdlIlAKB0RpZ2VzdHMSFQoDbWQ1GAEgASgJSABSA21kNYgBARIbCgZzaGEyNTYYAiABKAlIAVIGc2hhMjU2iAEBQgYKBF9tZDVCCQoHX3NoYTI1NiLDAgoLRm9yZWlnbkZpbGUSNgoHZGlhbGVjdBgBIAEoDjIcLmF5bmkudjEuRm9yZWlnbkZpbGUuRGlhbGVjdFIHZGlhbGVjdBISCgRob3N0GAIgASgJUgRob3N0EhIKBHBvcnQYAyABKA1SBHBvcnQSEgoEbmFtZRgEIAEoCVIEbmFtZRIXCgRzaXplGAUgASgESABSBHNpemWIAQESFQoDbWQ1GAYgASgJSAFSA21kNYgBASJ/CgdEaWFsZWN0EhcKE0RJQUxFQ1RfVU5TUEVDSUZJRUQQABIQCgxESUFMRUNUX0hFTE8QARIUChBESUFMRUNUX0ZMQVRHUlBDEAISDgoKRElBTEVDVF9QNBADEhAKDERJQUxFQ1RfUkVERRAEEhEKDURJQUxFQ1RfU0xPVFMQBUIHCgVfc2l6ZUIGCgRfbWQ1ItQBCghBdWRpZW5jZRI4CghldmVyeW9uZRgBIAEoCzIaLmF5bmkudjEuQXVkaWVuY2UuRXZlcnlvbmVIAFIIZXZlcnlvbmUSPgoKcmVzdHJpY3RlZBgCIAEoCzIcLmF5bmkudjEuQXVkaWVuY2UuUmVzdHJpY3RlZEgAUgpyZXN0cmljdGVkGgoKCEV2ZXJ5b25lGjoKClJlc3RyaWN0ZWQSFgoGZ3JvdXBzGAEgAygJUgZncm91cHMSFAoFcGVlcnMYAiADKAlSBXBlZXJzQgYKBGtpbmQiPQoLUmV2b2NhdGlvbnMSGAoHdmVyc2lvbhgBIAEoBFIHdmVyc2lvbhIUCgVwZWVycxgCIAMoCVIFcGVlcnMiEQoPSWRlbnRpZnlSZXF1ZXN0It4BChBJZGVudGlmeVJlc3BvbnNlEhgKB25ldHdvcmsYASABKAlSB25ldHdvcmsSEAoDa2V5GAIgASgJUgNrZXkSHgoKY3JlZGVudGlhbBgDIAEoCVIKY3JlZGVudGlhbBI4CgZhY2Nlc3MYBCABKA4yIC5heW5pLnYxLklkZW50aWZ5UmVzcG9uc2UuQWNjZXNzUgZhY2Nlc3MiRAoGQWNjZXNzEhYKEkFDQ0VTU19VTlNQRUNJRklFRBAAEhEKDUFDQ0VTU19JTlZJVEUQARIPCgtBQ0NFU1NfT1BFThACIkkKC0pvaW5SZXF1ZXN0EhsKBnNlY3JldBgBIAEoCUgAUgZzZWNyZXSIAQESEgoEbmFtZRgCIAEoCVIEbmFtZUIJCgdfc2VjcmV0IoUBCgxKb2luUmVzcG9uc2USHgoKY3JlZGVudGlhbBgBIAEoCVIKY3JlZGVudGlhbBIhCgRyb2xlGAIgASgOMg0uYXluaS52MS5Sb2xlUgRyb2xlEhYKBmdyb3VwcxgDIAMoCVIGZ3JvdXBzEhoKCHRyYWNrZXJzGAQgAygJUgh0cmFja2VycyLRAgoPQW5ub3VuY2VSZXF1ZXN0Ej8KCWVuZHBvaW50cxgBIAMoCzIhLmF5bmkudjEuQW5ub3VuY2VSZXF1ZXN0LkVuZHBvaW50UgllbmRwb2ludHMSJAoFc2xvdHMYAiABKAsyDi5heW5pLnYxLlNsb3RzUgVzbG90cxIUCgVhZ2VudBgDIAEoCVIFYWdlbnQSJwoPcmV2b2tlZF92ZXJzaW9uGAQgASgDUg5yZXZva2VkVmVyc2lvbhqXAQoIRW5kcG9pbnQSLQoIcHJvdG9jb2wYASABKA4yES5heW5pLnYxLlByb3RvY29sUghwcm90b2NvbBIXCgRob3N0GAIgASgJSABSBGhvc3SIAQESEgoEcG9ydBgDIAEoDVIEcG9ydBIbCgZicmlkZ2UYBCABKAhIAVIGYnJpZGdliAEBQgcKBV9ob3N0QgkKB19icmlkZ2UigQMKEEFubm91bmNlUmVzcG9uc2USEAoDdHRsGAEgASgEUgN0dGwSGgoIaW50ZXJ2YWwYAiABKARSCGludGVydmFsEiMKCmNyZWRlbnRpYWwYAyABKAlIAFIKY3JlZGVudGlhbIgBARIaCgh0cmFja2VycxgEIAMoCVIIdHJhY2tlcnMSLgoHcmV2b2tlZBgFIAEoCzIULmF5bmkudjEuUmV2b2NhdGlvbnNSB3Jldm9rZWQSRgoJcmV2aXNpb25zGAYgAygLMiguYXluaS52MS5Bbm5vdW5jZVJlc3BvbnNlLlJldmlzaW9uc0VudHJ5UglyZXZpc2lvbnMSGgoIb2JzZXJ2ZWQYByABKAlSCG9ic2VydmVkEhUKA21kNRgIIAEoCEgBUgNtZDWIAQEaPAoOUmV2aXNpb25zRW50cnkSEAoDa2V5GAEgASgJUgNrZXkSFAoFdmFsdWUYAiABKARSBXZhbHVlOgI4AUINCgtfY3JlZGVudGlhbEIGCgRfbWQ1ImEKEEhlYXJ0YmVhdFJlcXVlc3QSJAoFc2xvdHMYASABKAsyDi5heW5pLnYxLlNsb3RzUgVzbG90cxInCg9yZXZva2VkX3ZlcnNpb24YAiABKANSDnJldm9rZWRWZXJzaW9uIuABChFIZWFydGJlYXRSZXNwb25zZRIQCgN0dGwYASABKARSA3R0bBIaCghpbnRlcnZhbBgCIAEoBFIIaW50ZXJ2YWwSIwoKY3JlZGVudGlhbBgDIAEoCUgAUgpjcmVkZW50aWFsiAEBEhoKCHRyYWNrZXJzGAQgAygJUgh0cmFja2VycxIuCgdyZXZva2VkGAUgASgLMhQuYXluaS52MS5SZXZvY2F0aW9uc1IHcmV2b2tlZBIVCgNtZDUYBiABKAhIAVIDbWQ1iAEBQg0KC19jcmVkZW50aWFsQgYKBF9tZDUiJgoMTGVhdmVSZXF1ZXN0EhYKBmZvcmdldBgBIAEoCFIGZm9yZ2V0Ig8KDUxlYXZlUmVzcG9uc2UitQMKBUVudHJ5EhIKBHBhdGgYASABKAlSBHBhdGgSKQoEZmlsZRgCIAEoCzITLmF5bmkudjEuRW50cnkuRmlsZUgAUgRmaWxlEjgKCWRpcmVjdG9yeRgDIAEoCzIYLmF5bmkudjEuRW50cnkuRGlyZWN0b3J5SABSCWRpcmVjdG9yeRIyCgdzeW1saW5rGAQgASgLMhYuYXluaS52MS5FbnRyeS5TeW1saW5rSABSB3N5bWxpbmsaxgEKBEZpbGUSGAoHY29udGVudBgBIAEoCVIHY29udGVudBISCgRzaXplGAIgASgEUgRzaXplEhQKBW10aW1lGAMgASgDUgVtdGltZRIeCgpleGVjdXRhYmxlGAQgASgIUgpleGVjdXRhYmxlEiAKCWZsYXRfbmFtZRgFIAEoCUgAUghmbGF0TmFtZYgBARIqCgdkaWdlc3RzGAYgASgLMhAuYXluaS52MS5EaWdlc3RzUgdkaWdlc3RzQgwKCl9mbGF0X25hbWUaCwoJRGlyZWN0b3J5GiEKB1N5bWxpbmsSFgoGdGFyZ2V0GAEgASgJUgZ0YXJnZXRCBgoEa2luZCLaAgoOUHVibGlzaFJlcXVlc3QSFAoFc2hhcmUYASABKAlSBXNoYXJlEi0KCGF1ZGllbmNlGAIgASgLMhEuYXluaS52MS5BdWRpZW5jZVIIYXVkaWVuY2USEgoEYmFzZRgDIAEoBFIEYmFzZRISCgRuZXh0GAQgASgEUgRuZXh0EjUKBGZ1bGwYBSABKA4yHC5heW5pLnYxLlB1Ymxpc2hSZXF1ZXN0LkZ1bGxIAFIEZnVsbIgBARImCgZ1cHNlcnQYBiADKAsyDi5heW5pLnYxLkVudHJ5UgZ1cHNlcnQSFgoGcmVtb3ZlGAcgAygJUgZyZW1vdmUiWwoERnVsbBIUChBGVUxMX1VOU1BFQ0lGSUVEEAASDgoKRlVMTF9GSVJTVBABEg8KC0ZVTExfTUlERExFEAISDQoJRlVMTF9MQVNUEAMSDQoJRlVMTF9PTkxZEARCBwoFX2Z1bGwiEQoPUHVibGlzaFJlc3BvbnNlIigKEFVucHVibGlzaFJlcXVlc3QSFAoFc2hhcmUYASABKAlSBXNoYXJlIhMKEVVucHVibGlzaFJlc3BvbnNlIrgCCgtIb2xkUmVxdWVzdBI0CgZ1cHNlcnQYASADKAsyHC5heW5pLnYxLkhvbGRSZXF1ZXN0LkhvbGRpbmdSBnVwc2VydBIWCgZyZW1vdmUYAiADKAlSBnJlbW92ZRraAQoHSG9sZGluZxIYCgdjb250ZW50GAEgASgJUgdjb250ZW50EhIKBHNpemUYAiABKARSBHNpemUSFgoGcGllY2VzGAMgASgEUgZwaWVjZXMSLQoIYXVkaWVuY2UYBCABKAsyES5heW5pLnYxLkF1ZGllbmNlUghhdWRpZW5jZRIgCglmbGF0X25hbWUYBSABKAlIAFIIZmxhdE5hbWWIAQESKgoHZGlnZXN0cxgGIAEoCzIQLmF5bmkudjEuRGlnZXN0c1IHZGlnZXN0c0IMCgpfZmxhdF9uYW1lIg4KDEhvbGRSZXNwb25zZSLyAwoNU2VhcmNoUmVxdWVzdBIXCgR0ZXh0GAEgASgJSABSBHRleHSIAQESNAoEa2luZBgCIAEoDjIbLmF5bmkudjEuU2VhcmNoUmVxdWVzdC5LaW5kSAFSBGtpbmSIAQESHgoKZXh0ZW5zaW9ucxgDIAMoCVIKZXh0ZW5zaW9ucxIeCghtaW5fc2l6ZRgEIAEoBEgCUgdtaW5TaXpliAEBEh4KCG1heF9zaXplGAUgASgESANSB21heFNpemWIAQESFwoEcGVlchgGIAEoCUgEUgRwZWVyiAEBEhsKBm9ubGluZRgHIAEoCEgFUgZvbmxpbmWIAQESGQoFbGltaXQYCCABKA1IBlIFbGltaXSIAQESGwoGY3Vyc29yGAkgASgJSAdSBmN1cnNvcogBARIgCglpZF9wcmVmaXgYCiABKAlICFIIaWRQcmVmaXiIAQEiPwoES2luZBIUChBLSU5EX1VOU1BFQ0lGSUVEEAASDQoJS0lORF9GSUxFEAESEgoOS0lORF9ESVJFQ1RPUlkQAkIHCgVfdGV4dEIHCgVfa2luZEILCglfbWluX3NpemVCCwoJX21heF9zaXplQgcKBV9wZWVyQgkKB19vbmxpbmVCCAoGX2xpbWl0QgkKB19jdXJzb3JCDAoKX2lkX3ByZWZpeCKfAwoOU2VhcmNoUmVzcG9uc2USMQoFaXRlbXMYASADKAsyGy5heW5pLnYxLlNlYXJjaFJlc3BvbnNlLkhpdFIFaXRlbXMSGwoGY3Vyc29yGAIgASgJSABSBmN1cnNvcogBARqxAgoDSGl0Eh0KB2NvbnRlbnQYASABKAlIAFIHY29udGVudIgBARI0CgRraW5kGAIgASgOMiAuYXluaS52MS5TZWFyY2hSZXNwb25zZS5IaXQuS2luZFIEa2luZBISCgRzaXplGAMgASgEUgRzaXplEhQKBW5hbWVzGAQgAygJUgVuYW1lcxIYCgdzb3VyY2VzGAUgASgEUgdzb3VyY2VzEhQKBW10aW1lGAYgASgDUgVtdGltZRIuCgdmb3JlaWduGAcgASgLMhQuYXluaS52MS5Gb3JlaWduRmlsZVIHZm9yZWlnbiI/CgRLaW5kEhQKEEtJTkRfVU5TUEVDSUZJRUQQABINCglLSU5EX0ZJTEUQARISCg5LSU5EX0RJUkVDVE9SWRACQgoKCF9jb250ZW50QgkKB19jdXJzb3IiwwEKDUJyb3dzZVJlcXVlc3QSEgoEcGVlchgBIAEoCVIEcGVlchIXCgRwYXRoGAIgASgJSABSBHBhdGiIAQESIQoJcmVjdXJzaXZlGAMgASgISAFSCXJlY3Vyc2l2ZYgBARIZCgVsaW1pdBgEIAEoDUgCUgVsaW1pdIgBARIbCgZjdXJzb3IYBSABKAlIA1IGY3Vyc29yiAEBQgcKBV9wYXRoQgwKCl9yZWN1cnNpdmVCCAoGX2xpbWl0QgkKB19jdXJzb3IirAUKDkJyb3dzZVJlc3BvbnNlEjIKBWl0ZW1zGAEgAygLMhwuYXluaS52MS5Ccm93c2VSZXNwb25zZS5JdGVtUgVpdGVtcxIbCgZjdXJzb3IYAiABKAlIAFIGY3Vyc29yiAEBGr0ECgRJdGVtEjUKBGtpbmQYASABKA4yIS5heW5pLnYxLkJyb3dzZVJlc3BvbnNlLkl0ZW0uS2luZFIEa2luZBISCgRwYXRoGAIgASgJUgRwYXRoEh0KB2NvbnRlbnQYAyABKAlIAFIHY29udGVudIgBARIXCgRzaXplGAQgASgESAFSBHNpemWIAQESGQoFbXRpbWUYBSABKANIAlIFbXRpbWWIAQESIwoKZXhlY3V0YWJsZRgGIAEoCEgDUgpleGVjdXRhYmxliAEBEhsKBnRhcmdldBgHIAEoCUgEUgZ0YXJnZXSIAQESLQoIYXVkaWVuY2UYCCABKAsyES5heW5pLnYxLkF1ZGllbmNlUghhdWRpZW5jZRIgCglmbGF0X25hbWUYCSABKAlIBVIIZmxhdE5hbWWIAQESKgoHZGlnZXN0cxgKIAEoCzIQLmF5bmkudjEuRGlnZXN0c1IHZGlnZXN0cxIuCgdmb3JlaWduGAsgASgLMhQuYXluaS52MS5Gb3JlaWduRmlsZVIHZm9yZWlnbiJhCgRLaW5kEhQKEEtJTkRfVU5TUEVDSUZJRUQQABIOCgpLSU5EX1NIQVJFEAESDQoJS0lORF9GSUxFEAISEgoOS0lORF9ESVJFQ1RPUlkQAxIQCgxLSU5EX1NZTUxJTksQBEIKCghfY29udGVudEIHCgVfc2l6ZUIICgZfbXRpbWVCDQoLX2V4ZWN1dGFibGVCCQoHX3RhcmdldEIMCgpfZmxhdF9uYW1lQgkKB19jdXJzb3IiDgoMUGVlcnNSZXF1ZXN0IrkCCg1QZWVyc1Jlc3BvbnNlEjMKBWl0ZW1zGAEgAygLMh0uYXluaS52MS5QZWVyc1Jlc3BvbnNlLk1lbWJlclIFaXRlbXMa8gEKBk1lbWJlchISCgRwZWVyGAEgASgJUgRwZWVyEhIKBG5hbWUYAiABKAlSBG5hbWUSIQoEcm9sZRgDIAEoDjINLmF5bmkudjEuUm9sZVIEcm9sZRIWCgZvbmxpbmUYBCABKAhSBm9ubGluZRIvCgllbmRwb2ludHMYBSADKAsyES5heW5pLnYxLkVuZHBvaW50UgllbmRwb2ludHMSFAoFYWdlbnQYBiABKAlSBWFnZW50EhQKBWZpbGVzGAcgASgEUgVmaWxlcxIUCgVieXRlcxgIIAEoBFIFYnl0ZXMSEgoEc2VlbhgJIAEoBFIEc2VlbiIrCg1Mb2NhdGVSZXF1ZXN0EhoKCGNvbnRlbnRzGAEgAygJUghjb250ZW50cyKmAwoOTG9jYXRlUmVzcG9uc2USPgoHc291cmNlcxgBIAMoCzIkLmF5bmkudjEuTG9jYXRlUmVzcG9uc2UuU291cmNlc0VudHJ5Ugdzb3VyY2VzGrUBCgZTb3VyY2USEgoEcGVlchgBIAEoCVIEcGVlchISCgRuYW1lGAIgASgJUgRuYW1lEi8KCWVuZHBvaW50cxgDIAMoCzIRLmF5bmkudjEuRW5kcG9pbnRSCWVuZHBvaW50cxIWCgZwaWVjZXMYBCABKARSBnBpZWNlcxIUCgV3aG9sZRgFIAEoCFIFd2hvbGUSJAoFc2xvdHMYBiABKAsyDi5heW5pLnYxLlNsb3RzUgVzbG90cxo/CgdTb3VyY2VzEjQKBWl0ZW1zGAEgAygLMh4uYXluaS52MS5Mb2NhdGVSZXNwb25zZS5Tb3VyY2VSBWl0ZW1zGlsKDFNvdXJjZXNFbnRyeRIQCgNrZXkYASABKAlSA2tleRI1CgV2YWx1ZRgCIAEoCzIfLmF5bmkudjEuTG9jYXRlUmVzcG9uc2UuU291cmNlc1IFdmFsdWU6AjgBIioKDk5hbWVzT2ZSZXF1ZXN0EhgKB2NvbnRlbnQYASABKAlSB2NvbnRlbnQiigEKD05hbWVzT2ZSZXNwb25zZRIzCgVpdGVtcxgBIAMoCzIdLmF5bmkudjEuTmFtZXNPZlJlc3BvbnNlLk5hbWVSBWl0ZW1zGkIKBE5hbWUSEgoEcGVlchgBIAEoCVIEcGVlchISCgRwYXRoGAIgASgJUgRwYXRoEhIKBHNpemUYAyABKARSBHNpemUiPQoNUmVwb3J0UmVxdWVzdBISCgRwZWVyGAEgASgJUgRwZWVyEhgKB2NvbnRlbnQYAiABKAlSB2NvbnRlbnQiEAoOUmVwb3J0UmVzcG9uc2UiJwoRSW50cm9zcGVjdFJlcXVlc3QSEgoEcGVlchgBIAEoCVIEcGVlciJ1ChJJbnRyb3NwZWN0UmVzcG9uc2USFgoGYWN0aXZlGAEgASgIUgZhY3RpdmUSJgoEcm9sZRgCIAEoDjINLmF5bmkudjEuUm9sZUgAUgRyb2xliAEBEhYKBmdyb3VwcxgDIAMoCVIGZ3JvdXBzQgcKBV9yb2xlIg4KDFN0YXRzUmVxdWVzdCKlAQoNU3RhdHNSZXNwb25zZRIYCgdtZW1iZXJzGAEgASgEUgdtZW1iZXJzEhYKBm9ubGluZRgCIAEoBFIGb25saW5lEhQKBWZpbGVzGAMgASgEUgVmaWxlcxIaCghjb250ZW50cxgEIAEoBFIIY29udGVudHMSGgoIaG9sZGluZ3MYBSABKARSCGhvbGRpbmdzEhQKBWJ5dGVzGAYgASgEUgVieXRlcyI0Cg1FdmVudHNSZXF1ZXN0EhkKBWFmdGVyGAEgASgDSABSBWFmdGVyiAEBQggKBl9hZnRlciLwAgoORXZlbnRzUmVzcG9uc2USDgoCaWQYASABKARSAmlkEg4KAmF0GAIgASgEUgJhdBIwCgRraW5kGAMgASgOMhwuYXluaS52MS5FdmVudHNSZXNwb25zZS5LaW5kUgRraW5kEhcKBHBlZXIYBCABKAlIAFIEcGVlcogBARIZCgVzaGFyZRgFIAEoCUgBUgVzaGFyZYgBARIdCgdjb250ZW50GAYgASgJSAJSB2NvbnRlbnSIAQEimQEKBEtpbmQSFAoQS0lORF9VTlNQRUNJRklFRBAAEg8KC0tJTkRfSk9JTkVEEAESDwoLS0lORF9PTkxJTkUQAhIQCgxLSU5EX09GRkxJTkUQAxISCg5LSU5EX1BVQkxJU0hFRBAEEhAKDEtJTkRfUkVWT0tFRBAFEhIKDktJTkRfV0lUSERSQVdOEAYSDQoJS0lORF9MRUZUEAdCBwoFX3BlZXJCCAoGX3NoYXJlQgoKCF9jb250ZW50IisKD1dpdGhkcmF3UmVxdWVzdBIYCgdjb250ZW50GAEgASgJUgdjb250ZW50IhIKEFdpdGhkcmF3UmVzcG9uc2UigAEKE0NyZWF0ZUludml0ZVJlcXVlc3QSIQoEcm9sZRgBIAEoDjINLmF5bmkudjEuUm9sZVIEcm9sZRIWCgZncm91cHMYAiADKAlSBmdyb3VwcxISCgR1c2VzGAMgASgNUgR1c2VzEhoKCGxpZmV0aW1lGAQgASgNUghsaWZldGltZSLKAQoUQ3JlYXRlSW52aXRlUmVzcG9uc2USDgoCaWQYASABKAlSAmlkEiEKBHJvbGUYAiABKA4yDS5heW5pLnYxLlJvbGVSBHJvbGUSFgoGZ3JvdXBzGAMgAygJUgZncm91cHMSGwoJdXNlc19sZWZ0GAQgASgEUgh1c2VzTGVmdBIYCgdleHBpcmVzGAUgASgEUgdleHBpcmVzEhgKB3Jldm9rZWQYBiABKAhSB3Jldm9rZWQSFgoGc2VjcmV0GAcgASgJUgZzZWNyZXQiEAoOSW52aXRlc1JlcXVlc3Qi7wEKD0ludml0ZXNSZXNwb25zZRI1CgVpdGVtcxgBIAMoCzIfLmF5bmkudjEuSW52aXRlc1Jlc3BvbnNlLkludml0ZVIFaXRlbXMapAEKBkludml0ZRIOCgJpZBgBIAEoCVICaWQSIQoEcm9sZRgCIAEoDjINLmF5bmkudjEuUm9sZVIEcm9sZRIWCgZncm91cHMYAyADKAlSBmdyb3VwcxIbCgl1c2VzX2xlZnQYBCABKARSCHVzZXNMZWZ0EhgKB2V4cGlyZXMYBSABKARSB2V4cGlyZXMSGAoHcmV2b2tlZBgGIAEoCFIHcmV2b2tlZCIlChNSZXZva2VJbnZpdGVSZXF1ZXN0Eg4KAmlkGAEgASgJUgJpZCIWChRSZXZva2VJbnZpdGVSZXNwb25zZSIQCg5NZW1iZXJzUmVxdWVzdCKTAgoPTWVtYmVyc1Jlc3BvbnNlEjUKBWl0ZW1zGAEgAygLMh8uYXluaS52MS5NZW1iZXJzUmVzcG9uc2UuTWVtYmVyUgVpdGVtcxrIAQoGTWVtYmVyEhIKBHBlZXIYASABKAlSBHBlZXISEgoEbmFtZRgCIAEoCVIEbmFtZRIhCgRyb2xlGAMgASgOMg0uYXluaS52MS5Sb2xlUgRyb2xlEhYKBmdyb3VwcxgEIAMoCVIGZ3JvdXBzEhYKBmpvaW5lZBgFIAEoBFIGam9pbmVkEhgKB3Jldm9rZWQYBiABKAhSB3Jldm9rZWQSHQoHcmVwb3J0cxgHIAEoBEgAUgdyZXBvcnRziAEBQgoKCF9yZXBvcnRzIiMKDVJldm9rZVJlcXVlc3QSEgoEcGVlchgBIAEoCVIEcGVlciIQCg5SZXZva2VSZXNwb25zZSpxCgRSb2xlEhQKEFJPTEVfVU5TUEVDSUZJRUQQABIOCgpST0xFX0FETUlOEAESDwoLUk9MRV9NRU1CRVIQAhIOCgpST0xFX0dVRVNUEAMSEAoMUk9MRV9UUkFDS0VSEAQSEAoMUk9MRV9GT1JFSUdOEAUqmQEKCFByb3RvY29sEhgKFFBST1RPQ09MX1VOU1BFQ0lGSUVEEAASEQoNUFJPVE9DT0xfQVlOSRABEhEKDVBST1RPQ09MX0hFTE8QAhIVChFQUk9UT0NPTF9GTEFUR1JQQxADEg8KC1BST1RPQ09MX1A0EAQSEQoNUFJPVE9DT0xfUkVERRAFEhIKDlBST1RPQ09MX1NMT1RTEAYyowsKB1RyYWNrZXISPwoISWRlbnRpZnkSGC5heW5pLnYxLklkZW50aWZ5UmVxdWVzdBoZLmF5bmkudjEuSWRlbnRpZnlSZXNwb25zZRIzCgRKb2luEhQuYXluaS52MS5Kb2luUmVxdWVzdBoVLmF5bmkudjEuSm9pblJlc3BvbnNlEj8KCEFubm91bmNlEhguYXluaS52MS5Bbm5vdW5jZVJlcXVlc3QaGS5heW5pLnYxLkFubm91bmNlUmVzcG9uc2USQgoJSGVhcnRiZWF0EhkuYXluaS52MS5IZWFydGJlYXRSZXF1ZXN0GhouYXluaS52MS5IZWFydGJlYXRSZXNwb25zZRI2CgVMZWF2ZRIVLmF5bmkudjEuTGVhdmVSZXF1ZXN0GhYuYXluaS52MS5MZWF2ZVJlc3BvbnNlEjwKB1B1Ymxpc2gSFy5heW5pLnYxLlB1Ymxpc2hSZXF1ZXN0GhguYXluaS52MS5QdWJsaXNoUmVzcG9uc2USQgoJVW5wdWJsaXNoEhkuYXluaS52MS5VbnB1Ymxpc2hSZXF1ZXN0GhouYXluaS52MS5VbnB1Ymxpc2hSZXNwb25zZRIzCgRIb2xkEhQuYXluaS52MS5Ib2xkUmVxdWVzdBoVLmF5bmkudjEuSG9sZFJlc3BvbnNlEjkKBlNlYXJjaBIWLmF5bmkudjEuU2VhcmNoUmVxdWVzdBoXLmF5bmkudjEuU2VhcmNoUmVzcG9uc2USOQoGQnJvd3NlEhYuYXluaS52MS5Ccm93c2VSZXF1ZXN0GhcuYXluaS52MS5Ccm93c2VSZXNwb25zZRI2CgVQZWVycxIVLmF5bmkudjEuUGVlcnNSZXF1ZXN0GhYuYXluaS52MS5QZWVyc1Jlc3BvbnNlEjkKBkxvY2F0ZRIWLmF5bmkudjEuTG9jYXRlUmVxdWVzdBoXLmF5bmkudjEuTG9jYXRlUmVzcG9uc2USPAoHTmFtZXNPZhIXLmF5bmkudjEuTmFtZXNPZlJlcXVlc3QaGC5heW5pLnYxLk5hbWVzT2ZSZXNwb25zZRI5CgZSZXBvcnQSFi5heW5pLnYxLlJlcG9ydFJlcXVlc3QaFy5heW5pLnYxLlJlcG9ydFJlc3BvbnNlEkUKCkludHJvc3BlY3QSGi5heW5pLnYxLkludHJvc3BlY3RSZXF1ZXN0GhsuYXluaS52MS5JbnRyb3NwZWN0UmVzcG9uc2USNgoFU3RhdHMSFS5heW5pLnYxLlN0YXRzUmVxdWVzdBoWLmF5bmkudjEuU3RhdHNSZXNwb25zZRI7CgZFdmVudHMSFi5heW5pLnYxLkV2ZW50c1JlcXVlc3QaFy5heW5pLnYxLkV2ZW50c1Jlc3BvbnNlMAESPwoIV2l0aGRyYXcSGC5heW5pLnYxLldpdGhkcmF3UmVxdWVzdBoZLmF5bmkudjEuV2l0aGRyYXdSZXNwb25zZRJLCgxDcmVhdGVJbnZpdGUSHC5heW5pLnYxLkNyZWF0ZUludml0ZVJlcXVlc3QaHS5heW5pLnYxLkNyZWF0ZUludml0ZVJlc3BvbnNlEjwKB0ludml0ZXMSFy5heW5pLnYxLkludml0ZXNSZXF1ZXN0GhguYXluaS52MS5JbnZpdGVzUmVzcG9uc2USSwoMUmV2b2tlSW52aXRlEhwuYXluaS52MS5SZXZva2VJbnZpdGVSZXF1ZXN0Gh0uYXluaS52MS5SZXZva2VJbnZpdGVSZXNwb25zZRI8CgdNZW1iZXJzEhcuYXluaS52MS5NZW1iZXJzUmVxdWVzdBoYLmF5bmkudjEuTWVtYmVyc1Jlc3BvbnNlEjkKBlJldm9rZRIWLmF5bmkudjEuUmV2b2tlUmVxdWVzdBoXLmF5bmkudjEuUmV2b2tlUmVzcG9uc2UyQAoEUGVlchI4CgVGZXRjaBIVLmF5bmkudjEuRmV0Y2hSZXF1ZXN0GhYuYXluaS52MS5GZXRjaFJlc3BvbnNlMAFiBnByb3RvMw=="},
  {"path":"grpc/health/v1/health.proto","package":"grpc.health.v1","descriptor":"ChtncnBjL2hlYWx0aC92MS9oZWFsdGgucHJvdG8SDmdycGMuaGVhbHRoLnYxIi4KEkhlYWx0aENoZWNrUmVxdWVzdBIYCgdzZXJ2aWNlGAEgASgJUgdzZXJ2aWNlIrEBChNIZWFsdGhDaGVja1Jlc3BvbnNlEkkKBnN0YXR1cxgBIAEoDjIxLmdycGMuaGVhbHRoLnYxLkhlYWx0aENoZWNrUmVzcG9uc2UuU2VydmluZ1N0YXR1c1IGc3RhdHVzIk8KDVNlcnZpbmdTdGF0dXMSCwoHVU5LTk9XThAAEgsKB1NFUlZJTkcQARIPCgtOT1RfU0VSVklORxACEhMKD1NFUlZJQ0VfVU5LTk9XThADMq4BCgZIZWFsdGgSUAoFQ2hlY2sSIi5ncnBjLmhlYWx0aC52MS5IZWFsdGhDaGVja1JlcXVlc3QaIy5ncnBjLmhlYWx0aC52MS5IZWFsdGhDaGVja1Jlc3BvbnNlElIKBVdhdGNoEiIuZ3JwYy5oZWFsdGgudjEuSGVhbHRoQ2hlY2tSZXF1ZXN0GiMuZ3JwYy5oZWFsdGgudjEuSGVhbHRoQ2hlY2tSZXNwb25zZTABYgZwcm90bzM="},
  {"path":"grpc/reflection/v1/reflection.proto","package":"grpc.reflection.v1","descriptor":"CiNncnBjL3JlZmxlY3Rpb24vdjEvcmVmbGVjdGlvbi5wcm90bxISZ3JwYy5yZWZsZWN0aW9uLnYxIvMCChdTZXJ2ZXJSZWZsZWN0aW9uUmVxdWVzdBISCgRob3N0GAEgASgJUgRob3N0EioKEGZpbGVfYnlfZmlsZW5hbWUYAyABKAlIAFIOZmlsZUJ5RmlsZW5hbWUSNgoWZmlsZV9jb250YWluaW5nX3N5bWJvbBgEIAEoCUgAUhRmaWxlQ29udGFpbmluZ1N5bWJvbBJiChlmaWxlX2NvbnRhaW5pbmdfZXh0ZW5zaW9uGAUgASgLMiQuZ3JwYy5yZWZsZWN0aW9uLnYxLkV4dGVuc2lvblJlcXVlc3RIAFIXZmlsZUNvbnRhaW5pbmdFeHRlbnNpb24SQgodYWxsX2V4dGVuc2lvbl9udW1iZXJzX29mX3R5cGUYBiABKAlIAFIZYWxsRXh0ZW5zaW9uTnVtYmVyc09mVHlwZRIlCg1saXN0X3NlcnZpY2VzGAcgASgJSABSDGxpc3RTZXJ2aWNlc0IRCg9tZXNzYWdlX3JlcXVlc3QiZgoQRXh0ZW5zaW9uUmVxdWVzdBInCg9jb250YWluaW5nX3R5cGUYASABKAlSDmNvbnRhaW5pbmdUeXBlEikKEGV4dGVuc2lvbl9udW1iZXIYAiABKAVSD2V4dGVuc2lvbk51bWJlciKuBAoYU2VydmVyUmVmbGVjdGlvblJlc3BvbnNlEh0KCnZhbGlkX2hvc3QYASABKAlSCXZhbGlkSG9zdBJWChBvcmlnaW5hbF9yZXF1ZXN0GAIgASgLMisuZ3JwYy5yZWZsZWN0aW9uLnYxLlNlcnZlclJlZmxlY3Rpb25SZXF1ZXN0Ug9vcmlnaW5hbFJlcXVlc3QSZgoYZmlsZV9kZXNjcmlwdG9yX3Jlc3BvbnNlGAQgASgLMiouZ3JwYy5yZWZsZWN0aW9uLnYxLkZpbGVEZXNjcmlwdG9yUmVzcG9uc2VIAFIWZmlsZURlc2NyaXB0b3JSZXNwb25zZRJyCh5hbGxfZXh0ZW5zaW9uX251bWJlcnNfcmVzcG9uc2UYBSABKAsyKy5ncnBjLnJlZmxlY3Rpb24udjEuRXh0ZW5zaW9uTnVtYmVyUmVzcG9uc2VIAFIbYWxsRXh0ZW5zaW9uTnVtYmVyc1Jlc3BvbnNlEl8KFmxpc3Rfc2VydmljZXNfcmVzcG9uc2UYBiABKAsyJy5ncnBjLnJlZmxlY3Rpb24udjEuTGlzdFNlcnZpY2VSZXNwb25zZUgAUhRsaXN0U2VydmljZXNSZXNwb25zZRJKCg5lcnJvcl9yZXNwb25zZRgHIAEoCzIhLmdycGMucmVmbGVjdGlvbi52MS5FcnJvclJlc3BvbnNlSABSDWVycm9yUmVzcG9uc2VCEgoQbWVzc2FnZV9yZXNwb25zZSJMChZGaWxlRGVzY3JpcHRvclJlc3BvbnNlEjIKFWZpbGVfZGVzY3JpcHRvcl9wcm90bxgBIAMoDFITZmlsZURlc2NyaXB0b3JQcm90byJqChdFeHRlbnNpb25OdW1iZXJSZXNwb25zZRIkCg5iYXNlX3R5cGVfbmFtZRgBIAEoCVIMYmFzZVR5cGVOYW1lEikKEGV4dGVuc2lvbl9udW1iZXIYAiADKAVSD2V4dGVuc2lvbk51bWJlciJUChNMaXN0U2VydmljZVJlc3BvbnNlEj0KB3NlcnZpY2UYASADKAsyIy5ncnBjLnJlZmxlY3Rpb24udjEuU2VydmljZVJlc3BvbnNlUgdzZXJ2aWNlIiUKD1NlcnZpY2VSZXNwb25zZRISCgRuYW1lGAEgASgJUgRuYW1lIlMKDUVycm9yUmVzcG9uc2USHQoKZXJyb3JfY29kZRgBIAEoBVIJZXJyb3JDb2RlEiMKDWVycm9yX21lc3NhZ2UYAiABKAlSDGVycm9yTWVzc2FnZTKJAQoQU2VydmVyUmVmbGVjdGlvbhJ1ChRTZXJ2ZXJSZWZsZWN0aW9uSW5mbxIrLmdycGMucmVmbGVjdGlvbi52MS5TZXJ2ZXJSZWZsZWN0aW9uUmVxdWVzdBosLmdycGMucmVmbGVjdGlvbi52MS5TZXJ2ZXJSZWZsZWN0aW9uUmVzcG9uc2UoATABYgZwcm90bzM="},
];
