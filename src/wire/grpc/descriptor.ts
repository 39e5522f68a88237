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
                "_credential": {"oneof":["credential"]}
              },
              "fields": {
                "ttl": {"type":"uint64","id":1},
                "interval": {"type":"uint64","id":2},
                "credential": {"type":"string","id":3,"options":{"proto3_optional":true}},
                "trackers": {"rule":"repeated","type":"string","id":4},
                "revoked": {"type":"Revocations","id":5},
                "revisions": {"keyType":"string","type":"uint64","id":6},
                "observed": {"type":"string","id":7}
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
                "_credential": {"oneof":["credential"]}
              },
              "fields": {
                "ttl": {"type":"uint64","id":1},
                "interval": {"type":"uint64","id":2},
                "credential": {"type":"string","id":3,"options":{"proto3_optional":true}},
                "trackers": {"rule":"repeated","type":"string","id":4},
                "revoked": {"type":"Revocations","id":5}
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
                "_cursor": {"oneof":["cursor"]}
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
                "cursor": {"type":"string","id":9,"options":{"proto3_optional":true}}
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
  {"path":"ayni.proto","package":"ayni.v1","descriptor":"CgpheW5pLnByb3RvEgdheW5pLnYxImgKDEZldGNoUmVxdWVzdBIYCgdjb250ZW50GAEgASgJUgdjb250ZW50EhYKBm9mZnNldBgCIAEoBFIGb2Zmc2V0EhsKBmxlbmd0aBgDIAEoBEgAUgZsZW5ndGiIAQFCCQoHX2xlbmd0aCJPCg1GZXRjaFJlc3BvbnNlEhIKBHNpemUYASABKARSBHNpemUSFgoGb2Zmc2V0GAIgASgEUgZvZmZzZXQSEgoEZGF0YRgDIAEoDFIEZGF0YSIxCgVTbG90cxIUCgV0b3RhbBgBIAEoDVIFdG90YWwSEgoEZnJlZRgCIAEoDVIEZnJlZSKJAQoIRW5kcG9pbnQSLQoIcHJvdG9jb2wYASABKA4yES5heW5pLnYxLlByb3RvY29sUghwcm90b2NvbBISCgRob3N0GAIgASgJUgRob3N0EhIKBHBvcnQYAyABKA1SBHBvcnQSGwoGYnJpZGdlGAQgASgISABSBmJyaWRnZYgBAUIJCgdfYnJpZGdlIlAKB0RpZ2VzdHMSFQoDbWQ1GAEgASgJSABSA21kNYgBARIbCgZzaGEyNTYYAiABKAlIAVIGc2hhMjU2iAEBQgYKBF9tZDVCCQoHX3NoYTI1NiLDAgoLRm9yZWlnbkZpbGUSNgoHZGlhbGVjdBgBIAEoDjIcLmF5bmkudjEuRm9yZWlnbkZpbGUuRGlhbGVjdFIHZGlhbGVjdBISCgRob3N0GAIgASgJUgRob3N0EhIKBHBvcnQYAyABKA1SBHBvcnQSEgoEbmFtZRgEIAEoCVIEbmFtZRIXCgRzaXplGAUgASgESABSBHNpemWIAQESFQoDbWQ1GAYgASgJSAFSA21kNYgBASJ/CgdEaWFsZWN0EhcKE0RJQUxFQ1RfVU5TUEVDSUZJRUQQABIQCgxESUFMRUNUX0hFTE8QARIUChBESUFMRUNUX0ZMQVRHUlBDEAISDgoKRElBTEVDVF9QNBADEhAKDERJQUxFQ1RfUkVERRAEEhEKDURJQUxFQ1RfU0xPVFMQBUIHCgVfc2l6ZUIGCgRfbWQ1ItQBCghBdWRpZW5jZRI4CghldmVyeW9uZRgBIAEoCzIaLmF5bmkudjEuQXVkaWVuY2UuRXZlcnlvbmVIAFIIZXZlcnlvbmUSPgoKcmVzdHJpY3RlZBgCIAEoCzIcLmF5bmkudjEuQXVkaWVuY2UuUmVzdHJpY3RlZEgAUgpyZXN0cmljdGVkGgoKCEV2ZXJ5b25lGjoKClJlc3RyaWN0ZWQSFgoGZ3JvdXBzGAEgAygJUgZncm91cHMSFAoFcGVlcnMYAiADKAlSBXBlZXJzQgYKBGtpbmQiPQoLUmV2b2NhdGlvbnMSGAoHdmVyc2lvbhgBIAEoBFIHdmVyc2lvbhIUCgVwZWVycxgCIAMoCVIFcGVlcnMiEQoPSWRlbnRpZnlSZXF1ZXN0It4BChBJZGVudGlmeVJlc3BvbnNlEhgKB25ldHdvcmsYASABKAlSB25ldHdvcmsSEAoDa2V5GAIgASgJUgNrZXkSHgoKY3JlZGVudGlhbBgDIAEoCVIKY3JlZGVudGlhbBI4CgZhY2Nlc3MYBCABKA4yIC5heW5pLnYxLklkZW50aWZ5UmVzcG9uc2UuQWNjZXNzUgZhY2Nlc3MiRAoGQWNjZXNzEhYKEkFDQ0VTU19VTlNQRUNJRklFRBAAEhEKDUFDQ0VTU19JTlZJVEUQARIPCgtBQ0NFU1NfT1BFThACIkkKC0pvaW5SZXF1ZXN0EhsKBnNlY3JldBgBIAEoCUgAUgZzZWNyZXSIAQESEgoEbmFtZRgCIAEoCVIEbmFtZUIJCgdfc2VjcmV0IoUBCgxKb2luUmVzcG9uc2USHgoKY3JlZGVudGlhbBgBIAEoCVIKY3JlZGVudGlhbBIhCgRyb2xlGAIgASgOMg0uYXluaS52MS5Sb2xlUgRyb2xlEhYKBmdyb3VwcxgDIAMoCVIGZ3JvdXBzEhoKCHRyYWNrZXJzGAQgAygJUgh0cmFja2VycyLRAgoPQW5ub3VuY2VSZXF1ZXN0Ej8KCWVuZHBvaW50cxgBIAMoCzIhLmF5bmkudjEuQW5ub3VuY2VSZXF1ZXN0LkVuZHBvaW50UgllbmRwb2ludHMSJAoFc2xvdHMYAiABKAsyDi5heW5pLnYxLlNsb3RzUgVzbG90cxIUCgVhZ2VudBgDIAEoCVIFYWdlbnQSJwoPcmV2b2tlZF92ZXJzaW9uGAQgASgDUg5yZXZva2VkVmVyc2lvbhqXAQoIRW5kcG9pbnQSLQoIcHJvdG9jb2wYASABKA4yES5heW5pLnYxLlByb3RvY29sUghwcm90b2NvbBIXCgRob3N0GAIgASgJSABSBGhvc3SIAQESEgoEcG9ydBgDIAEoDVIEcG9ydBIbCgZicmlkZ2UYBCABKAhIAVIGYnJpZGdliAEBQgcKBV9ob3N0QgkKB19icmlkZ2Ui4gIKEEFubm91bmNlUmVzcG9uc2USEAoDdHRsGAEgASgEUgN0dGwSGgoIaW50ZXJ2YWwYAiABKARSCGludGVydmFsEiMKCmNyZWRlbnRpYWwYAyABKAlIAFIKY3JlZGVudGlhbIgBARIaCgh0cmFja2VycxgEIAMoCVIIdHJhY2tlcnMSLgoHcmV2b2tlZBgFIAEoCzIULmF5bmkudjEuUmV2b2NhdGlvbnNSB3Jldm9rZWQSRgoJcmV2aXNpb25zGAYgAygLMiguYXluaS52MS5Bbm5vdW5jZVJlc3BvbnNlLlJldmlzaW9uc0VudHJ5UglyZXZpc2lvbnMSGgoIb2JzZXJ2ZWQYByABKAlSCG9ic2VydmVkGjwKDlJldmlzaW9uc0VudHJ5EhAKA2tleRgBIAEoCVIDa2V5EhQKBXZhbHVlGAIgASgEUgV2YWx1ZToCOAFCDQoLX2NyZWRlbnRpYWwiYQoQSGVhcnRiZWF0UmVxdWVzdBIkCgVzbG90cxgBIAEoCzIOLmF5bmkudjEuU2xvdHNSBXNsb3RzEicKD3Jldm9rZWRfdmVyc2lvbhgCIAEoA1IOcmV2b2tlZFZlcnNpb24iwQEKEUhlYXJ0YmVhdFJlc3BvbnNlEhAKA3R0bBgBIAEoBFIDdHRsEhoKCGludGVydmFsGAIgASgEUghpbnRlcnZhbBIjCgpjcmVkZW50aWFsGAMgASgJSABSCmNyZWRlbnRpYWyIAQESGgoIdHJhY2tlcnMYBCADKAlSCHRyYWNrZXJzEi4KB3Jldm9rZWQYBSABKAsyFC5heW5pLnYxLlJldm9jYXRpb25zUgdyZXZva2VkQg0KC19jcmVkZW50aWFsIiYKDExlYXZlUmVxdWVzdBIWCgZmb3JnZXQYASABKAhSBmZvcmdldCIPCg1MZWF2ZVJlc3BvbnNlIrUDCgVFbnRyeRISCgRwYXRoGAEgASgJUgRwYXRoEikKBGZpbGUYAiABKAsyEy5heW5pLnYxLkVudHJ5LkZpbGVIAFIEZmlsZRI4CglkaXJlY3RvcnkYAyABKAsyGC5heW5pLnYxLkVudHJ5LkRpcmVjdG9yeUgAUglkaXJlY3RvcnkSMgoHc3ltbGluaxgEIAEoCzIWLmF5bmkudjEuRW50cnkuU3ltbGlua0gAUgdzeW1saW5rGsYBCgRGaWxlEhgKB2NvbnRlbnQYASABKAlSB2NvbnRlbnQSEgoEc2l6ZRgCIAEoBFIEc2l6ZRIUCgVtdGltZRgDIAEoA1IFbXRpbWUSHgoKZXhlY3V0YWJsZRgEIAEoCFIKZXhlY3V0YWJsZRIgCglmbGF0X25hbWUYBSABKAlIAFIIZmxhdE5hbWWIAQESKgoHZGlnZXN0cxgGIAEoCzIQLmF5bmkudjEuRGlnZXN0c1IHZGlnZXN0c0IMCgpfZmxhdF9uYW1lGgsKCURpcmVjdG9yeRohCgdTeW1saW5rEhYKBnRhcmdldBgBIAEoCVIGdGFyZ2V0QgYKBGtpbmQi2gIKDlB1Ymxpc2hSZXF1ZXN0EhQKBXNoYXJlGAEgASgJUgVzaGFyZRItCghhdWRpZW5jZRgCIAEoCzIRLmF5bmkudjEuQXVkaWVuY2VSCGF1ZGllbmNlEhIKBGJhc2UYAyABKARSBGJhc2USEgoEbmV4dBgEIAEoBFIEbmV4dBI1CgRmdWxsGAUgASgOMhwuYXluaS52MS5QdWJsaXNoUmVxdWVzdC5GdWxsSABSBGZ1bGyIAQESJgoGdXBzZXJ0GAYgAygLMg4uYXluaS52MS5FbnRyeVIGdXBzZXJ0EhYKBnJlbW92ZRgHIAMoCVIGcmVtb3ZlIlsKBEZ1bGwSFAoQRlVMTF9VTlNQRUNJRklFRBAAEg4KCkZVTExfRklSU1QQARIPCgtGVUxMX01JRERMRRACEg0KCUZVTExfTEFTVBADEg0KCUZVTExfT05MWRAEQgcKBV9mdWxsIhEKD1B1Ymxpc2hSZXNwb25zZSIoChBVbnB1Ymxpc2hSZXF1ZXN0EhQKBXNoYXJlGAEgASgJUgVzaGFyZSITChFVbnB1Ymxpc2hSZXNwb25zZSK4AgoLSG9sZFJlcXVlc3QSNAoGdXBzZXJ0GAEgAygLMhwuYXluaS52MS5Ib2xkUmVxdWVzdC5Ib2xkaW5nUgZ1cHNlcnQSFgoGcmVtb3ZlGAIgAygJUgZyZW1vdmUa2gEKB0hvbGRpbmcSGAoHY29udGVudBgBIAEoCVIHY29udGVudBISCgRzaXplGAIgASgEUgRzaXplEhYKBnBpZWNlcxgDIAEoBFIGcGllY2VzEi0KCGF1ZGllbmNlGAQgASgLMhEuYXluaS52MS5BdWRpZW5jZVIIYXVkaWVuY2USIAoJZmxhdF9uYW1lGAUgASgJSABSCGZsYXROYW1liAEBEioKB2RpZ2VzdHMYBiABKAsyEC5heW5pLnYxLkRpZ2VzdHNSB2RpZ2VzdHNCDAoKX2ZsYXRfbmFtZSIOCgxIb2xkUmVzcG9uc2UiwgMKDVNlYXJjaFJlcXVlc3QSFwoEdGV4dBgBIAEoCUgAUgR0ZXh0iAEBEjQKBGtpbmQYAiABKA4yGy5heW5pLnYxLlNlYXJjaFJlcXVlc3QuS2luZEgBUgRraW5kiAEBEh4KCmV4dGVuc2lvbnMYAyADKAlSCmV4dGVuc2lvbnMSHgoIbWluX3NpemUYBCABKARIAlIHbWluU2l6ZYgBARIeCghtYXhfc2l6ZRgFIAEoBEgDUgdtYXhTaXpliAEBEhcKBHBlZXIYBiABKAlIBFIEcGVlcogBARIbCgZvbmxpbmUYByABKAhIBVIGb25saW5liAEBEhkKBWxpbWl0GAggASgNSAZSBWxpbWl0iAEBEhsKBmN1cnNvchgJIAEoCUgHUgZjdXJzb3KIAQEiPwoES2luZBIUChBLSU5EX1VOU1BFQ0lGSUVEEAASDQoJS0lORF9GSUxFEAESEgoOS0lORF9ESVJFQ1RPUlkQAkIHCgVfdGV4dEIHCgVfa2luZEILCglfbWluX3NpemVCCwoJX21heF9zaXplQgcKBV9wZWVyQgkKB19vbmxpbmVCCAoGX2xpbWl0QgkKB19jdXJzb3IinwMKDlNlYXJjaFJlc3BvbnNlEjEKBWl0ZW1zGAEgAygLMhsuYXluaS52MS5TZWFyY2hSZXNwb25zZS5IaXRSBWl0ZW1zEhsKBmN1cnNvchgCIAEoCUgAUgZjdXJzb3KIAQEasQIKA0hpdBIdCgdjb250ZW50GAEgASgJSABSB2NvbnRlbnSIAQESNAoEa2luZBgCIAEoDjIgLmF5bmkudjEuU2VhcmNoUmVzcG9uc2UuSGl0LktpbmRSBGtpbmQSEgoEc2l6ZRgDIAEoBFIEc2l6ZRIUCgVuYW1lcxgEIAMoCVIFbmFtZXMSGAoHc291cmNlcxgFIAEoBFIHc291cmNlcxIUCgVtdGltZRgGIAEoA1IFbXRpbWUSLgoHZm9yZWlnbhgHIAEoCzIULmF5bmkudjEuRm9yZWlnbkZpbGVSB2ZvcmVpZ24iPwoES2luZBIUChBLSU5EX1VOU1BFQ0lGSUVEEAASDQoJS0lORF9GSUxFEAESEgoOS0lORF9ESVJFQ1RPUlkQAkIKCghfY29udGVudEIJCgdfY3Vyc29yIsMBCg1Ccm93c2VSZXF1ZXN0EhIKBHBlZXIYASABKAlSBHBlZXISFwoEcGF0aBgCIAEoCUgAUgRwYXRoiAEBEiEKCXJlY3Vyc2l2ZRgDIAEoCEgBUglyZWN1cnNpdmWIAQESGQoFbGltaXQYBCABKA1IAlIFbGltaXSIAQESGwoGY3Vyc29yGAUgASgJSANSBmN1cnNvcogBAUIHCgVfcGF0aEIMCgpfcmVjdXJzaXZlQggKBl9saW1pdEIJCgdfY3Vyc29yIqwFCg5Ccm93c2VSZXNwb25zZRIyCgVpdGVtcxgBIAMoCzIcLmF5bmkudjEuQnJvd3NlUmVzcG9uc2UuSXRlbVIFaXRlbXMSGwoGY3Vyc29yGAIgASgJSABSBmN1cnNvcogBARq9BAoESXRlbRI1CgRraW5kGAEgASgOMiEuYXluaS52MS5Ccm93c2VSZXNwb25zZS5JdGVtLktpbmRSBGtpbmQSEgoEcGF0aBgCIAEoCVIEcGF0aBIdCgdjb250ZW50GAMgASgJSABSB2NvbnRlbnSIAQESFwoEc2l6ZRgEIAEoBEgBUgRzaXpliAEBEhkKBW10aW1lGAUgASgDSAJSBW10aW1liAEBEiMKCmV4ZWN1dGFibGUYBiABKAhIA1IKZXhlY3V0YWJsZYgBARIbCgZ0YXJnZXQYByABKAlIBFIGdGFyZ2V0iAEBEi0KCGF1ZGllbmNlGAggASgLMhEuYXluaS52MS5BdWRpZW5jZVIIYXVkaWVuY2USIAoJZmxhdF9uYW1lGAkgASgJSAVSCGZsYXROYW1liAEBEioKB2RpZ2VzdHMYCiABKAsyEC5heW5pLnYxLkRpZ2VzdHNSB2RpZ2VzdHMSLgoHZm9yZWlnbhgLIAEoCzIULmF5bmkudjEuRm9yZWlnbkZpbGVSB2ZvcmVpZ24iYQoES2luZBIUChBLSU5EX1VOU1BFQ0lGSUVEEAASDgoKS0lORF9TSEFSRRABEg0KCUtJTkRfRklMRRACEhIKDktJTkRfRElSRUNUT1JZEAMSEAoMS0lORF9TWU1MSU5LEARCCgoIX2NvbnRlbnRCBwoFX3NpemVCCAoGX210aW1lQg0KC19leGVjdXRhYmxlQgkKB190YXJnZXRCDAoKX2ZsYXRfbmFtZUIJCgdfY3Vyc29yIg4KDFBlZXJzUmVxdWVzdCK5AgoNUGVlcnNSZXNwb25zZRIzCgVpdGVtcxgBIAMoCzIdLmF5bmkudjEuUGVlcnNSZXNwb25zZS5NZW1iZXJSBWl0ZW1zGvIBCgZNZW1iZXISEgoEcGVlchgBIAEoCVIEcGVlchISCgRuYW1lGAIgASgJUgRuYW1lEiEKBHJvbGUYAyABKA4yDS5heW5pLnYxLlJvbGVSBHJvbGUSFgoGb25saW5lGAQgASgIUgZvbmxpbmUSLwoJZW5kcG9pbnRzGAUgAygLMhEuYXluaS52MS5FbmRwb2ludFIJZW5kcG9pbnRzEhQKBWFnZW50GAYgASgJUgVhZ2VudBIUCgVmaWxlcxgHIAEoBFIFZmlsZXMSFAoFYnl0ZXMYCCABKARSBWJ5dGVzEhIKBHNlZW4YCSABKARSBHNlZW4iKwoNTG9jYXRlUmVxdWVzdBIaCghjb250ZW50cxgBIAMoCVIIY29udGVudHMipgMKDkxvY2F0ZVJlc3BvbnNlEj4KB3NvdXJjZXMYASADKAsyJC5heW5pLnYxLkxvY2F0ZVJlc3BvbnNlLlNvdXJjZXNFbnRyeVIHc291cmNlcxq1AQoGU291cmNlEhIKBHBlZXIYASABKAlSBHBlZXISEgoEbmFtZRgCIAEoCVIEbmFtZRIvCgllbmRwb2ludHMYAyADKAsyES5heW5pLnYxLkVuZHBvaW50UgllbmRwb2ludHMSFgoGcGllY2VzGAQgASgEUgZwaWVjZXMSFAoFd2hvbGUYBSABKAhSBXdob2xlEiQKBXNsb3RzGAYgASgLMg4uYXluaS52MS5TbG90c1IFc2xvdHMaPwoHU291cmNlcxI0CgVpdGVtcxgBIAMoCzIeLmF5bmkudjEuTG9jYXRlUmVzcG9uc2UuU291cmNlUgVpdGVtcxpbCgxTb3VyY2VzRW50cnkSEAoDa2V5GAEgASgJUgNrZXkSNQoFdmFsdWUYAiABKAsyHy5heW5pLnYxLkxvY2F0ZVJlc3BvbnNlLlNvdXJjZXNSBXZhbHVlOgI4ASIqCg5OYW1lc09mUmVxdWVzdBIYCgdjb250ZW50GAEgASgJUgdjb250ZW50IooBCg9OYW1lc09mUmVzcG9uc2USMwoFaXRlbXMYASADKAsyHS5heW5pLnYxLk5hbWVzT2ZSZXNwb25zZS5OYW1lUgVpdGVtcxpCCgROYW1lEhIKBHBlZXIYASABKAlSBHBlZXISEgoEcGF0aBgCIAEoCVIEcGF0aBISCgRzaXplGAMgASgEUgRzaXplIj0KDVJlcG9ydFJlcXVlc3QSEgoEcGVlchgBIAEoCVIEcGVlchIYCgdjb250ZW50GAIgASgJUgdjb250ZW50IhAKDlJlcG9ydFJlc3BvbnNlIicKEUludHJvc3BlY3RSZXF1ZXN0EhIKBHBlZXIYASABKAlSBHBlZXIidQoSSW50cm9zcGVjdFJlc3BvbnNlEhYKBmFjdGl2ZRgBIAEoCFIGYWN0aXZlEiYKBHJvbGUYAiABKA4yDS5heW5pLnYxLlJvbGVIAFIEcm9sZYgBARIWCgZncm91cHMYAyADKAlSBmdyb3Vwc0IHCgVfcm9sZSIOCgxTdGF0c1JlcXVlc3QipQEKDVN0YXRzUmVzcG9uc2USGAoHbWVtYmVycxgBIAEoBFIHbWVtYmVycxIWCgZvbmxpbmUYAiABKARSBm9ubGluZRIUCgVmaWxlcxgDIAEoBFIFZmlsZXMSGgoIY29udGVudHMYBCABKARSCGNvbnRlbnRzEhoKCGhvbGRpbmdzGAUgASgEUghob2xkaW5ncxIUCgVieXRlcxgGIAEoBFIFYnl0ZXMiNAoNRXZlbnRzUmVxdWVzdBIZCgVhZnRlchgBIAEoA0gAUgVhZnRlcogBAUIICgZfYWZ0ZXIi8AIKDkV2ZW50c1Jlc3BvbnNlEg4KAmlkGAEgASgEUgJpZBIOCgJhdBgCIAEoBFICYXQSMAoEa2luZBgDIAEoDjIcLmF5bmkudjEuRXZlbnRzUmVzcG9uc2UuS2luZFIEa2luZBIXCgRwZWVyGAQgASgJSABSBHBlZXKIAQESGQoFc2hhcmUYBSABKAlIAVIFc2hhcmWIAQESHQoHY29udGVudBgGIAEoCUgCUgdjb250ZW50iAEBIpkBCgRLaW5kEhQKEEtJTkRfVU5TUEVDSUZJRUQQABIPCgtLSU5EX0pPSU5FRBABEg8KC0tJTkRfT05MSU5FEAISEAoMS0lORF9PRkZMSU5FEAMSEgoOS0lORF9QVUJMSVNIRUQQBBIQCgxLSU5EX1JFVk9LRUQQBRISCg5LSU5EX1dJVEhEUkFXThAGEg0KCUtJTkRfTEVGVBAHQgcKBV9wZWVyQggKBl9zaGFyZUIKCghfY29udGVudCIrCg9XaXRoZHJhd1JlcXVlc3QSGAoHY29udGVudBgBIAEoCVIHY29udGVudCISChBXaXRoZHJhd1Jlc3BvbnNlIoABChNDcmVhdGVJbnZpdGVSZXF1ZXN0EiEKBHJvbGUYASABKA4yDS5heW5pLnYxLlJvbGVSBHJvbGUSFgoGZ3JvdXBzGAIgAygJUgZncm91cHMSEgoEdXNlcxgDIAEoDVIEdXNlcxIaCghsaWZldGltZRgEIAEoDVIIbGlmZXRpbWUiygEKFENyZWF0ZUludml0ZVJlc3BvbnNlEg4KAmlkGAEgASgJUgJpZBIhCgRyb2xlGAIgASgOMg0uYXluaS52MS5Sb2xlUgRyb2xlEhYKBmdyb3VwcxgDIAMoCVIGZ3JvdXBzEhsKCXVzZXNfbGVmdBgEIAEoBFIIdXNlc0xlZnQSGAoHZXhwaXJlcxgFIAEoBFIHZXhwaXJlcxIYCgdyZXZva2VkGAYgASgIUgdyZXZva2VkEhYKBnNlY3JldBgHIAEoCVIGc2VjcmV0IhAKDkludml0ZXNSZXF1ZXN0Iu8BCg9JbnZpdGVzUmVzcG9uc2USNQoFaXRlbXMYASADKAsyHy5heW5pLnYxLkludml0ZXNSZXNwb25zZS5JbnZpdGVSBWl0ZW1zGqQBCgZJbnZpdGUSDgoCaWQYASABKAlSAmlkEiEKBHJvbGUYAiABKA4yDS5heW5pLnYxLlJvbGVSBHJvbGUSFgoGZ3JvdXBzGAMgAygJUgZncm91cHMSGwoJdXNlc19sZWZ0GAQgASgEUgh1c2VzTGVmdBIYCgdleHBpcmVzGAUgASgEUgdleHBpcmVzEhgKB3Jldm9rZWQYBiABKAhSB3Jldm9rZWQiJQoTUmV2b2tlSW52aXRlUmVxdWVzdBIOCgJpZBgBIAEoCVICaWQiFgoUUmV2b2tlSW52aXRlUmVzcG9uc2UiEAoOTWVtYmVyc1JlcXVlc3QikwIKD01lbWJlcnNSZXNwb25zZRI1CgVpdGVtcxgBIAMoCzIfLmF5bmkudjEuTWVtYmVyc1Jlc3BvbnNlLk1lbWJlclIFaXRlbXMayAEKBk1lbWJlchISCgRwZWVyGAEgASgJUgRwZWVyEhIKBG5hbWUYAiABKAlSBG5hbWUSIQoEcm9sZRgDIAEoDjINLmF5bmkudjEuUm9sZVIEcm9sZRIWCgZncm91cHMYBCADKAlSBmdyb3VwcxIWCgZqb2luZWQYBSABKARSBmpvaW5lZBIYCgdyZXZva2VkGAYgASgIUgdyZXZva2VkEh0KB3JlcG9ydHMYByABKARIAFIHcmVwb3J0c4gBAUIKCghfcmVwb3J0cyIjCg1SZXZva2VSZXF1ZXN0EhIKBHBlZXIYASABKAlSBHBlZXIiEAoOUmV2b2tlUmVzcG9uc2UqcQoEUm9sZRIUChBST0xFX1VOU1BFQ0lGSUVEEAASDgoKUk9MRV9BRE1JThABEg8KC1JPTEVfTUVNQkVSEAISDgoKUk9MRV9HVUVTVBADEhAKDFJPTEVfVFJBQ0tFUhAEEhAKDFJPTEVfRk9SRUlHThAFKpkBCghQcm90b2NvbBIYChRQUk9UT0NPTF9VTlNQRUNJRklFRBAAEhEKDVBST1RPQ09MX0FZTkkQARIRCg1QUk9UT0NPTF9IRUxPEAISFQoRUFJPVE9DT0xfRkxBVEdSUEMQAxIPCgtQUk9UT0NPTF9QNBAEEhEKDVBST1RPQ09MX1JFREUQBRISCg5QUk9UT0NPTF9TTE9UUxAGMqMLCgdUcmFja2VyEj8KCElkZW50aWZ5EhguYXluaS52MS5JZGVudGlmeVJlcXVlc3QaGS5heW5pLnYxLklkZW50aWZ5UmVzcG9uc2USMwoESm9pbhIULmF5bmkudjEuSm9pblJlcXVlc3QaFS5heW5pLnYxLkpvaW5SZXNwb25zZRI/CghBbm5vdW5jZRIYLmF5bmkudjEuQW5ub3VuY2VSZXF1ZXN0GhkuYXluaS52MS5Bbm5vdW5jZVJlc3BvbnNlEkIKCUhlYXJ0YmVhdBIZLmF5bmkudjEuSGVhcnRiZWF0UmVxdWVzdBoaLmF5bmkudjEuSGVhcnRiZWF0UmVzcG9uc2USNgoFTGVhdmUSFS5heW5pLnYxLkxlYXZlUmVxdWVzdBoWLmF5bmkudjEuTGVhdmVSZXNwb25zZRI8CgdQdWJsaXNoEhcuYXluaS52MS5QdWJsaXNoUmVxdWVzdBoYLmF5bmkudjEuUHVibGlzaFJlc3BvbnNlEkIKCVVucHVibGlzaBIZLmF5bmkudjEuVW5wdWJsaXNoUmVxdWVzdBoaLmF5bmkudjEuVW5wdWJsaXNoUmVzcG9uc2USMwoESG9sZBIULmF5bmkudjEuSG9sZFJlcXVlc3QaFS5heW5pLnYxLkhvbGRSZXNwb25zZRI5CgZTZWFyY2gSFi5heW5pLnYxLlNlYXJjaFJlcXVlc3QaFy5heW5pLnYxLlNlYXJjaFJlc3BvbnNlEjkKBkJyb3dzZRIWLmF5bmkudjEuQnJvd3NlUmVxdWVzdBoXLmF5bmkudjEuQnJvd3NlUmVzcG9uc2USNgoFUGVlcnMSFS5heW5pLnYxLlBlZXJzUmVxdWVzdBoWLmF5bmkudjEuUGVlcnNSZXNwb25zZRI5CgZMb2NhdGUSFi5heW5pLnYxLkxvY2F0ZVJlcXVlc3QaFy5heW5pLnYxLkxvY2F0ZVJlc3BvbnNlEjwKB05hbWVzT2YSFy5heW5pLnYxLk5hbWVzT2ZSZXF1ZXN0GhguYXluaS52MS5OYW1lc09mUmVzcG9uc2USOQoGUmVwb3J0EhYuYXluaS52MS5SZXBvcnRSZXF1ZXN0GhcuYXluaS52MS5SZXBvcnRSZXNwb25zZRJFCgpJbnRyb3NwZWN0EhouYXluaS52MS5JbnRyb3NwZWN0UmVxdWVzdBobLmF5bmkudjEuSW50cm9zcGVjdFJlc3BvbnNlEjYKBVN0YXRzEhUuYXluaS52MS5TdGF0c1JlcXVlc3QaFi5heW5pLnYxLlN0YXRzUmVzcG9uc2USOwoGRXZlbnRzEhYuYXluaS52MS5FdmVudHNSZXF1ZXN0GhcuYXluaS52MS5FdmVudHNSZXNwb25zZTABEj8KCFdpdGhkcmF3EhguYXluaS52MS5XaXRoZHJhd1JlcXVlc3QaGS5heW5pLnYxLldpdGhkcmF3UmVzcG9uc2USSwoMQ3JlYXRlSW52aXRlEhwuYXluaS52MS5DcmVhdGVJbnZpdGVSZXF1ZXN0Gh0uYXluaS52MS5DcmVhdGVJbnZpdGVSZXNwb25zZRI8CgdJbnZpdGVzEhcuYXluaS52MS5JbnZpdGVzUmVxdWVzdBoYLmF5bmkudjEuSW52aXRlc1Jlc3BvbnNlEksKDFJldm9rZUludml0ZRIcLmF5bmkudjEuUmV2b2tlSW52aXRlUmVxdWVzdBodLmF5bmkudjEuUmV2b2tlSW52aXRlUmVzcG9uc2USPAoHTWVtYmVycxIXLmF5bmkudjEuTWVtYmVyc1JlcXVlc3QaGC5heW5pLnYxLk1lbWJlcnNSZXNwb25zZRI5CgZSZXZva2USFi5heW5pLnYxLlJldm9rZVJlcXVlc3QaFy5heW5pLnYxLlJldm9rZVJlc3BvbnNlMkAKBFBlZXISOAoFRmV0Y2gSFS5heW5pLnYxLkZldGNoUmVxdWVzdBoWLmF5bmkudjEuRmV0Y2hSZXNwb25zZTABYgZwcm90bzM="},
  {"path":"grpc/health/v1/health.proto","package":"grpc.health.v1","descriptor":"ChtncnBjL2hlYWx0aC92MS9oZWFsdGgucHJvdG8SDmdycGMuaGVhbHRoLnYxIi4KEkhlYWx0aENoZWNrUmVxdWVzdBIYCgdzZXJ2aWNlGAEgASgJUgdzZXJ2aWNlIrEBChNIZWFsdGhDaGVja1Jlc3BvbnNlEkkKBnN0YXR1cxgBIAEoDjIxLmdycGMuaGVhbHRoLnYxLkhlYWx0aENoZWNrUmVzcG9uc2UuU2VydmluZ1N0YXR1c1IGc3RhdHVzIk8KDVNlcnZpbmdTdGF0dXMSCwoHVU5LTk9XThAAEgsKB1NFUlZJTkcQARIPCgtOT1RfU0VSVklORxACEhMKD1NFUlZJQ0VfVU5LTk9XThADMq4BCgZIZWFsdGgSUAoFQ2hlY2sSIi5ncnBjLmhlYWx0aC52MS5IZWFsdGhDaGVja1JlcXVlc3QaIy5ncnBjLmhlYWx0aC52MS5IZWFsdGhDaGVja1Jlc3BvbnNlElIKBVdhdGNoEiIuZ3JwYy5oZWFsdGgudjEuSGVhbHRoQ2hlY2tSZXF1ZXN0GiMuZ3JwYy5oZWFsdGgudjEuSGVhbHRoQ2hlY2tSZXNwb25zZTABYgZwcm90bzM="},
  {"path":"grpc/reflection/v1/reflection.proto","package":"grpc.reflection.v1","descriptor":"CiNncnBjL3JlZmxlY3Rpb24vdjEvcmVmbGVjdGlvbi5wcm90bxISZ3JwYy5yZWZsZWN0aW9uLnYxIvMCChdTZXJ2ZXJSZWZsZWN0aW9uUmVxdWVzdBISCgRob3N0GAEgASgJUgRob3N0EioKEGZpbGVfYnlfZmlsZW5hbWUYAyABKAlIAFIOZmlsZUJ5RmlsZW5hbWUSNgoWZmlsZV9jb250YWluaW5nX3N5bWJvbBgEIAEoCUgAUhRmaWxlQ29udGFpbmluZ1N5bWJvbBJiChlmaWxlX2NvbnRhaW5pbmdfZXh0ZW5zaW9uGAUgASgLMiQuZ3JwYy5yZWZsZWN0aW9uLnYxLkV4dGVuc2lvblJlcXVlc3RIAFIXZmlsZUNvbnRhaW5pbmdFeHRlbnNpb24SQgodYWxsX2V4dGVuc2lvbl9udW1iZXJzX29mX3R5cGUYBiABKAlIAFIZYWxsRXh0ZW5zaW9uTnVtYmVyc09mVHlwZRIlCg1saXN0X3NlcnZpY2VzGAcgASgJSABSDGxpc3RTZXJ2aWNlc0IRCg9tZXNzYWdlX3JlcXVlc3QiZgoQRXh0ZW5zaW9uUmVxdWVzdBInCg9jb250YWluaW5nX3R5cGUYASABKAlSDmNvbnRhaW5pbmdUeXBlEikKEGV4dGVuc2lvbl9udW1iZXIYAiABKAVSD2V4dGVuc2lvbk51bWJlciKuBAoYU2VydmVyUmVmbGVjdGlvblJlc3BvbnNlEh0KCnZhbGlkX2hvc3QYASABKAlSCXZhbGlkSG9zdBJWChBvcmlnaW5hbF9yZXF1ZXN0GAIgASgLMisuZ3JwYy5yZWZsZWN0aW9uLnYxLlNlcnZlclJlZmxlY3Rpb25SZXF1ZXN0Ug9vcmlnaW5hbFJlcXVlc3QSZgoYZmlsZV9kZXNjcmlwdG9yX3Jlc3BvbnNlGAQgASgLMiouZ3JwYy5yZWZsZWN0aW9uLnYxLkZpbGVEZXNjcmlwdG9yUmVzcG9uc2VIAFIWZmlsZURlc2NyaXB0b3JSZXNwb25zZRJyCh5hbGxfZXh0ZW5zaW9uX251bWJlcnNfcmVzcG9uc2UYBSABKAsyKy5ncnBjLnJlZmxlY3Rpb24udjEuRXh0ZW5zaW9uTnVtYmVyUmVzcG9uc2VIAFIbYWxsRXh0ZW5zaW9uTnVtYmVyc1Jlc3BvbnNlEl8KFmxpc3Rfc2VydmljZXNfcmVzcG9uc2UYBiABKAsyJy5ncnBjLnJlZmxlY3Rpb24udjEuTGlzdFNlcnZpY2VSZXNwb25zZUgAUhRsaXN0U2VydmljZXNSZXNwb25zZRJKCg5lcnJvcl9yZXNwb25zZRgHIAEoCzIhLmdycGMucmVmbGVjdGlvbi52MS5FcnJvclJlc3BvbnNlSABSDWVycm9yUmVzcG9uc2VCEgoQbWVzc2FnZV9yZXNwb25zZSJMChZGaWxlRGVzY3JpcHRvclJlc3BvbnNlEjIKFWZpbGVfZGVzY3JpcHRvcl9wcm90bxgBIAMoDFITZmlsZURlc2NyaXB0b3JQcm90byJqChdFeHRlbnNpb25OdW1iZXJSZXNwb25zZRIkCg5iYXNlX3R5cGVfbmFtZRgBIAEoCVIMYmFzZVR5cGVOYW1lEikKEGV4dGVuc2lvbl9udW1iZXIYAiADKAVSD2V4dGVuc2lvbk51bWJlciJUChNMaXN0U2VydmljZVJlc3BvbnNlEj0KB3NlcnZpY2UYASADKAsyIy5ncnBjLnJlZmxlY3Rpb24udjEuU2VydmljZVJlc3BvbnNlUgdzZXJ2aWNlIiUKD1NlcnZpY2VSZXNwb25zZRISCgRuYW1lGAEgASgJUgRuYW1lIlMKDUVycm9yUmVzcG9uc2USHQoKZXJyb3JfY29kZRgBIAEoBVIJZXJyb3JDb2RlEiMKDWVycm9yX21lc3NhZ2UYAiABKAlSDGVycm9yTWVzc2FnZTKJAQoQU2VydmVyUmVmbGVjdGlvbhJ1ChRTZXJ2ZXJSZWZsZWN0aW9uSW5mbxIrLmdycGMucmVmbGVjdGlvbi52MS5TZXJ2ZXJSZWZsZWN0aW9uUmVxdWVzdBosLmdycGMucmVmbGVjdGlvbi52MS5TZXJ2ZXJSZWZsZWN0aW9uUmVzcG9uc2UoATABYgZwcm90bzM="},
];
