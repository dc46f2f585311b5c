import * as $protobuf from "protobufjs";
import Long = require("long");

/** Namespace holdfast. */
export namespace holdfast {

    /**
     * Properties of a Signed.
     * @deprecated Use holdfast.Signed.$Properties instead.
     */
    interface ISigned extends holdfast.Signed.$Properties {
    }

    /** Represents a Signed. */
    class Signed {

        /**
         * Constructs a new Signed.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.Signed.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Signed body. */
        body: Uint8Array;

        /** Signed author. */
        author: Uint8Array;

        /** Signed signature. */
        signature: Uint8Array;

        /**
         * Encodes the specified Signed message. Does not implicitly {@link holdfast.Signed.verify|verify} messages.
         * @param message Signed message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.Signed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Signed message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.Signed & holdfast.Signed.$Shape} Signed
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.Signed & holdfast.Signed.$Shape;
    }

    namespace Signed {

        /** Properties of a Signed. */
        interface $Properties {

            /** Signed body */
            body?: (Uint8Array|null);

            /** Signed author */
            author?: (Uint8Array|null);

            /** Signed signature */
            signature?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Signed. */
        type $Shape = holdfast.Signed.$Properties;
    }

    /**
     * Properties of a Xattr.
     * @deprecated Use holdfast.Xattr.$Properties instead.
     */
    interface IXattr extends holdfast.Xattr.$Properties {
    }

    /** Represents a Xattr. */
    class Xattr {

        /**
         * Constructs a new Xattr.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.Xattr.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Xattr name. */
        name: Uint8Array;

        /** Xattr value. */
        value: Uint8Array;

        /**
         * Encodes the specified Xattr message. Does not implicitly {@link holdfast.Xattr.verify|verify} messages.
         * @param message Xattr message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.Xattr.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Xattr message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.Xattr & holdfast.Xattr.$Shape} Xattr
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.Xattr & holdfast.Xattr.$Shape;
    }

    namespace Xattr {

        /** Properties of a Xattr. */
        interface $Properties {

            /** Xattr name */
            name?: (Uint8Array|null);

            /** Xattr value */
            value?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Xattr. */
        type $Shape = holdfast.Xattr.$Properties;
    }

    /** EntryType enum. */
    enum EntryType {

        /** ENTRY_UNSPECIFIED value */
        ENTRY_UNSPECIFIED = 0,

        /** FILE value */
        FILE = 1,

        /** DIRECTORY value */
        DIRECTORY = 2,

        /** SYMLINK value */
        SYMLINK = 3
    }

    /**
     * Properties of an Entry.
     * @deprecated Use holdfast.Entry.$Properties instead.
     */
    interface IEntry extends holdfast.Entry.$Properties {
    }

    /** Represents an Entry. */
    class Entry {

        /**
         * Constructs a new Entry.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.Entry.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Entry name. */
        name: Uint8Array;

        /** Entry type. */
        type: holdfast.EntryType;

        /** Entry mode. */
        mode: number;

        /** Entry mtimeS. */
        mtimeS: number;

        /** Entry mtimeNs. */
        mtimeNs: number;

        /** Entry size. */
        size: number;

        /** Entry child. */
        child: number;

        /** Entry target. */
        target: Uint8Array;

        /** Entry linkGroup. */
        linkGroup: Uint8Array;

        /** Entry xattrs. */
        xattrs: holdfast.Xattr.$Properties[];

        /** Entry live. */
        live: boolean;

        /** Entry category. */
        category: holdfast.Category;

        /** Entry media. */
        media?: (holdfast.Media.$Properties|null);

        /**
         * Encodes the specified Entry message. Does not implicitly {@link holdfast.Entry.verify|verify} messages.
         * @param message Entry message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.Entry.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an Entry message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.Entry & holdfast.Entry.$Shape} Entry
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.Entry & holdfast.Entry.$Shape;
    }

    namespace Entry {

        /** Properties of an Entry. */
        interface $Properties {

            /** Entry name */
            name?: (Uint8Array|null);

            /** Entry type */
            type?: (holdfast.EntryType|null);

            /** Entry mode */
            mode?: (number|null);

            /** Entry mtimeS */
            mtimeS?: (number|null);

            /** Entry mtimeNs */
            mtimeNs?: (number|null);

            /** Entry size */
            size?: (number|null);

            /** Entry child */
            child?: (number|null);

            /** Entry target */
            target?: (Uint8Array|null);

            /** Entry linkGroup */
            linkGroup?: (Uint8Array|null);

            /** Entry xattrs */
            xattrs?: (holdfast.Xattr.$Properties[]|null);

            /** Entry live */
            live?: (boolean|null);

            /** Entry category */
            category?: (holdfast.Category|null);

            /** Entry media */
            media?: (holdfast.Media.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an Entry. */
        type $Shape = holdfast.Entry.$Properties;
    }

    /** Category enum. */
    enum Category {

        /** CATEGORY_UNSPECIFIED value */
        CATEGORY_UNSPECIFIED = 0,

        /** SESSION value */
        SESSION = 1,

        /** MASTER value */
        MASTER = 2,

        /** STEM value */
        STEM = 3,

        /** RAW value */
        RAW = 4,

        /** INTERMEDIATE value */
        INTERMEDIATE = 5,

        /** DOCUMENT value */
        DOCUMENT = 6,

        /** REBUILDABLE value */
        REBUILDABLE = 7
    }

    /**
     * Properties of a Media.
     * @deprecated Use holdfast.Media.$Properties instead.
     */
    interface IMedia extends holdfast.Media.$Properties {
    }

    /** Represents a Media. */
    class Media {

        /**
         * Constructs a new Media.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.Media.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Media container. */
        container: string;

        /** Media codec. */
        codec: string;

        /** Media channels. */
        channels: number;

        /** Media rate. */
        rate: number;

        /** Media bits. */
        bits: number;

        /** Media durationMs. */
        durationMs: number;

        /** Media tags. */
        tags: holdfast.Tag.$Properties[];

        /**
         * Encodes the specified Media message. Does not implicitly {@link holdfast.Media.verify|verify} messages.
         * @param message Media message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.Media.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Media message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.Media & holdfast.Media.$Shape} Media
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.Media & holdfast.Media.$Shape;
    }

    namespace Media {

        /** Properties of a Media. */
        interface $Properties {

            /** Media container */
            container?: (string|null);

            /** Media codec */
            codec?: (string|null);

            /** Media channels */
            channels?: (number|null);

            /** Media rate */
            rate?: (number|null);

            /** Media bits */
            bits?: (number|null);

            /** Media durationMs */
            durationMs?: (number|null);

            /** Media tags */
            tags?: (holdfast.Tag.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Media. */
        type $Shape = holdfast.Media.$Properties;
    }

    /**
     * Properties of a Tag.
     * @deprecated Use holdfast.Tag.$Properties instead.
     */
    interface ITag extends holdfast.Tag.$Properties {
    }

    /** Represents a Tag. */
    class Tag {

        /**
         * Constructs a new Tag.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.Tag.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Tag name. */
        name: string;

        /** Tag value. */
        value: string;

        /**
         * Encodes the specified Tag message. Does not implicitly {@link holdfast.Tag.verify|verify} messages.
         * @param message Tag message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.Tag.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Tag message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.Tag & holdfast.Tag.$Shape} Tag
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.Tag & holdfast.Tag.$Shape;
    }

    namespace Tag {

        /** Properties of a Tag. */
        interface $Properties {

            /** Tag name */
            name?: (string|null);

            /** Tag value */
            value?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Tag. */
        type $Shape = holdfast.Tag.$Properties;
    }

    /**
     * Properties of a DirectoryNode.
     * @deprecated Use holdfast.DirectoryNode.$Properties instead.
     */
    interface IDirectoryNode extends holdfast.DirectoryNode.$Properties {
    }

    /** Represents a DirectoryNode. */
    class DirectoryNode {

        /**
         * Constructs a new DirectoryNode.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.DirectoryNode.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** DirectoryNode height. */
        height: number;

        /** DirectoryNode entries. */
        entries: holdfast.Entry.$Properties[];

        /** DirectoryNode lastNames. */
        lastNames: Uint8Array[];

        /**
         * Encodes the specified DirectoryNode message. Does not implicitly {@link holdfast.DirectoryNode.verify|verify} messages.
         * @param message DirectoryNode message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.DirectoryNode.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DirectoryNode message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.DirectoryNode & holdfast.DirectoryNode.$Shape} DirectoryNode
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.DirectoryNode & holdfast.DirectoryNode.$Shape;
    }

    namespace DirectoryNode {

        /** Properties of a DirectoryNode. */
        interface $Properties {

            /** DirectoryNode height */
            height?: (number|null);

            /** DirectoryNode entries */
            entries?: (holdfast.Entry.$Properties[]|null);

            /** DirectoryNode lastNames */
            lastNames?: (Uint8Array[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DirectoryNode. */
        type $Shape = holdfast.DirectoryNode.$Properties;
    }

    /**
     * Properties of a FileNode.
     * @deprecated Use holdfast.FileNode.$Properties instead.
     */
    interface IFileNode extends holdfast.FileNode.$Properties {
    }

    /** Represents a FileNode. */
    class FileNode {

        /**
         * Constructs a new FileNode.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.FileNode.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** FileNode height. */
        height: number;

        /** FileNode plainSizes. */
        plainSizes: number[];

        /**
         * Encodes the specified FileNode message. Does not implicitly {@link holdfast.FileNode.verify|verify} messages.
         * @param message FileNode message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.FileNode.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a FileNode message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.FileNode & holdfast.FileNode.$Shape} FileNode
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.FileNode & holdfast.FileNode.$Shape;
    }

    namespace FileNode {

        /** Properties of a FileNode. */
        interface $Properties {

            /** FileNode height */
            height?: (number|null);

            /** FileNode plainSizes */
            plainSizes?: (number[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a FileNode. */
        type $Shape = holdfast.FileNode.$Properties;
    }

    /** SnapshotState enum. */
    enum SnapshotState {

        /** SNAPSHOT_UNSPECIFIED value */
        SNAPSHOT_UNSPECIFIED = 0,

        /** SETTLED value */
        SETTLED = 1,

        /** LIVE value */
        LIVE = 2,

        /** SUSPECT value */
        SUSPECT = 3
    }

    /**
     * Properties of a Snapshot.
     * @deprecated Use holdfast.Snapshot.$Properties instead.
     */
    interface ISnapshot extends holdfast.Snapshot.$Properties {
    }

    /** Represents a Snapshot. */
    class Snapshot {

        /**
         * Constructs a new Snapshot.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.Snapshot.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Snapshot project. */
        project: Uint8Array;

        /** Snapshot root. */
        root: Uint8Array;

        /** Snapshot storedBytes. */
        storedBytes: number;

        /** Snapshot ring. */
        ring: Uint8Array;

        /** Snapshot epoch. */
        epoch: number;

        /** Snapshot author. */
        author: Uint8Array;

        /** Snapshot incarnation. */
        incarnation: number;

        /** Snapshot seq. */
        seq: number;

        /** Snapshot parents. */
        parents: Uint8Array[];

        /** Snapshot state. */
        state: holdfast.SnapshotState;

        /** Snapshot time. */
        time: number;

        /** Snapshot sealed. */
        sealed: Uint8Array;

        /** Snapshot sendClass. */
        sendClass: number;

        /**
         * Encodes the specified Snapshot message. Does not implicitly {@link holdfast.Snapshot.verify|verify} messages.
         * @param message Snapshot message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.Snapshot.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Snapshot message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.Snapshot & holdfast.Snapshot.$Shape} Snapshot
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.Snapshot & holdfast.Snapshot.$Shape;
    }

    namespace Snapshot {

        /** Properties of a Snapshot. */
        interface $Properties {

            /** Snapshot project */
            project?: (Uint8Array|null);

            /** Snapshot root */
            root?: (Uint8Array|null);

            /** Snapshot storedBytes */
            storedBytes?: (number|null);

            /** Snapshot ring */
            ring?: (Uint8Array|null);

            /** Snapshot epoch */
            epoch?: (number|null);

            /** Snapshot author */
            author?: (Uint8Array|null);

            /** Snapshot incarnation */
            incarnation?: (number|null);

            /** Snapshot seq */
            seq?: (number|null);

            /** Snapshot parents */
            parents?: (Uint8Array[]|null);

            /** Snapshot state */
            state?: (holdfast.SnapshotState|null);

            /** Snapshot time */
            time?: (number|null);

            /** Snapshot sealed */
            sealed?: (Uint8Array|null);

            /** Snapshot sendClass */
            sendClass?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Snapshot. */
        type $Shape = holdfast.Snapshot.$Properties;
    }

    /**
     * Properties of a SnapshotInfo.
     * @deprecated Use holdfast.SnapshotInfo.$Properties instead.
     */
    interface ISnapshotInfo extends holdfast.SnapshotInfo.$Properties {
    }

    /** Represents a SnapshotInfo. */
    class SnapshotInfo {

        /**
         * Constructs a new SnapshotInfo.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.SnapshotInfo.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SnapshotInfo projectName. */
        projectName: string;

        /** SnapshotInfo label. */
        label: string;

        /** SnapshotInfo path. */
        path: Uint8Array;

        /** SnapshotInfo user. */
        user: string;

        /** SnapshotInfo files. */
        files: number;

        /** SnapshotInfo directories. */
        directories: number;

        /** SnapshotInfo plainBytes. */
        plainBytes: number;

        /** SnapshotInfo skipped. */
        skipped: number;

        /** SnapshotInfo newBytes. */
        newBytes: number;

        /** SnapshotInfo liveFiles. */
        liveFiles: number;

        /** SnapshotInfo rebuildableFiles. */
        rebuildableFiles: number;

        /** SnapshotInfo rebuildableBytes. */
        rebuildableBytes: number;

        /** SnapshotInfo suspicion. */
        suspicion: string;

        /**
         * Encodes the specified SnapshotInfo message. Does not implicitly {@link holdfast.SnapshotInfo.verify|verify} messages.
         * @param message SnapshotInfo message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.SnapshotInfo.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SnapshotInfo message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.SnapshotInfo & holdfast.SnapshotInfo.$Shape} SnapshotInfo
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.SnapshotInfo & holdfast.SnapshotInfo.$Shape;
    }

    namespace SnapshotInfo {

        /** Properties of a SnapshotInfo. */
        interface $Properties {

            /** SnapshotInfo projectName */
            projectName?: (string|null);

            /** SnapshotInfo label */
            label?: (string|null);

            /** SnapshotInfo path */
            path?: (Uint8Array|null);

            /** SnapshotInfo user */
            user?: (string|null);

            /** SnapshotInfo files */
            files?: (number|null);

            /** SnapshotInfo directories */
            directories?: (number|null);

            /** SnapshotInfo plainBytes */
            plainBytes?: (number|null);

            /** SnapshotInfo skipped */
            skipped?: (number|null);

            /** SnapshotInfo newBytes */
            newBytes?: (number|null);

            /** SnapshotInfo liveFiles */
            liveFiles?: (number|null);

            /** SnapshotInfo rebuildableFiles */
            rebuildableFiles?: (number|null);

            /** SnapshotInfo rebuildableBytes */
            rebuildableBytes?: (number|null);

            /** SnapshotInfo suspicion */
            suspicion?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SnapshotInfo. */
        type $Shape = holdfast.SnapshotInfo.$Properties;
    }

    /**
     * Properties of a SelfEntry.
     * @deprecated Use holdfast.SelfEntry.$Properties instead.
     */
    interface ISelfEntry extends holdfast.SelfEntry.$Properties {
    }

    /** Represents a SelfEntry. */
    class SelfEntry {

        /**
         * Constructs a new SelfEntry.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.SelfEntry.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SelfEntry addresses. */
        addresses: string[];

        /** SelfEntry capacity. */
        capacity: number;

        /** SelfEntry used. */
        used: number;

        /** SelfEntry full. */
        full: boolean;

        /** SelfEntry health. */
        health: string;

        /** SelfEntry software. */
        software: string;

        /** SelfEntry features. */
        features: string[];

        /** SelfEntry sick. */
        sick: string;

        /**
         * Encodes the specified SelfEntry message. Does not implicitly {@link holdfast.SelfEntry.verify|verify} messages.
         * @param message SelfEntry message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.SelfEntry.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SelfEntry message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.SelfEntry & holdfast.SelfEntry.$Shape} SelfEntry
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.SelfEntry & holdfast.SelfEntry.$Shape;
    }

    namespace SelfEntry {

        /** Properties of a SelfEntry. */
        interface $Properties {

            /** SelfEntry addresses */
            addresses?: (string[]|null);

            /** SelfEntry capacity */
            capacity?: (number|null);

            /** SelfEntry used */
            used?: (number|null);

            /** SelfEntry full */
            full?: (boolean|null);

            /** SelfEntry health */
            health?: (string|null);

            /** SelfEntry software */
            software?: (string|null);

            /** SelfEntry features */
            features?: (string[]|null);

            /** SelfEntry sick */
            sick?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SelfEntry. */
        type $Shape = holdfast.SelfEntry.$Properties;
    }

    /**
     * Properties of a Policy.
     * @deprecated Use holdfast.Policy.$Properties instead.
     */
    interface IPolicy extends holdfast.Policy.$Properties {
    }

    /** Represents a Policy. */
    class Policy {

        /**
         * Constructs a new Policy.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.Policy.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Policy copies. */
        copies: number;

        /** Policy distinct. */
        distinct: { [k: string]: number };

        /** Policy trusted. */
        trusted: number;

        /** Policy only. */
        only: { [k: string]: string };

        /** Policy avoid. */
        avoid: { [k: string]: string };

        /** Policy proofAgeS. */
        proofAgeS: number;

        /** Policy scrubAgeS. */
        scrubAgeS: number;

        /** Policy graceS. */
        graceS: number;

        /** Policy rpoS. */
        rpoS: number;

        /** Policy rtoS. */
        rtoS: number;

        /** Policy retention. */
        retention?: (holdfast.Retention.$Properties|null);

        /** Policy preset. */
        preset: string;

        /**
         * Encodes the specified Policy message. Does not implicitly {@link holdfast.Policy.verify|verify} messages.
         * @param message Policy message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.Policy.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Policy message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.Policy & holdfast.Policy.$Shape} Policy
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.Policy & holdfast.Policy.$Shape;
    }

    namespace Policy {

        /** Properties of a Policy. */
        interface $Properties {

            /** Policy copies */
            copies?: (number|null);

            /** Policy distinct */
            distinct?: ({ [k: string]: number }|null);

            /** Policy trusted */
            trusted?: (number|null);

            /** Policy only */
            only?: ({ [k: string]: string }|null);

            /** Policy avoid */
            avoid?: ({ [k: string]: string }|null);

            /** Policy proofAgeS */
            proofAgeS?: (number|null);

            /** Policy scrubAgeS */
            scrubAgeS?: (number|null);

            /** Policy graceS */
            graceS?: (number|null);

            /** Policy rpoS */
            rpoS?: (number|null);

            /** Policy rtoS */
            rtoS?: (number|null);

            /** Policy retention */
            retention?: (holdfast.Retention.$Properties|null);

            /** Policy preset */
            preset?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Policy. */
        type $Shape = holdfast.Policy.$Properties;
    }

    /**
     * Properties of a Retention.
     * @deprecated Use holdfast.Retention.$Properties instead.
     */
    interface IRetention extends holdfast.Retention.$Properties {
    }

    /** Represents a Retention. */
    class Retention {

        /**
         * Constructs a new Retention.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.Retention.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Retention allS. */
        allS: number;

        /** Retention dailyS. */
        dailyS: number;

        /** Retention weeklyS. */
        weeklyS: number;

        /** Retention monthly. */
        monthly: boolean;

        /**
         * Encodes the specified Retention message. Does not implicitly {@link holdfast.Retention.verify|verify} messages.
         * @param message Retention message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.Retention.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Retention message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.Retention & holdfast.Retention.$Shape} Retention
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.Retention & holdfast.Retention.$Shape;
    }

    namespace Retention {

        /** Properties of a Retention. */
        interface $Properties {

            /** Retention allS */
            allS?: (number|null);

            /** Retention dailyS */
            dailyS?: (number|null);

            /** Retention weeklyS */
            weeklyS?: (number|null);

            /** Retention monthly */
            monthly?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Retention. */
        type $Shape = holdfast.Retention.$Properties;
    }

    /** Phase enum. */
    enum Phase {

        /** PHASE_UNSPECIFIED value */
        PHASE_UNSPECIFIED = 0,

        /** ACTIVE value */
        ACTIVE = 1,

        /** CLOSED value */
        CLOSED = 2,

        /** ARCHIVED value */
        ARCHIVED = 3,

        /** STOPPED value */
        STOPPED = 4
    }

    /**
     * Properties of a ProjectEntry.
     * @deprecated Use holdfast.ProjectEntry.$Properties instead.
     */
    interface IProjectEntry extends holdfast.ProjectEntry.$Properties {
    }

    /** Represents a ProjectEntry. */
    class ProjectEntry {

        /**
         * Constructs a new ProjectEntry.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.ProjectEntry.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ProjectEntry project. */
        project: Uint8Array;

        /** ProjectEntry rev. */
        rev: number;

        /** ProjectEntry prev. */
        prev: Uint8Array;

        /** ProjectEntry policy. */
        policy?: (holdfast.Policy.$Properties|null);

        /** ProjectEntry ring. */
        ring: Uint8Array;

        /** ProjectEntry phase. */
        phase: holdfast.Phase;

        /** ProjectEntry sealed. */
        sealed: Uint8Array;

        /** ProjectEntry author. */
        author: Uint8Array;

        /** ProjectEntry time. */
        time: number;

        /** ProjectEntry founder. */
        founder: Uint8Array;

        /** ProjectEntry nonce. */
        nonce: Uint8Array;

        /** ProjectEntry authority. */
        authority: Uint8Array;

        /**
         * Encodes the specified ProjectEntry message. Does not implicitly {@link holdfast.ProjectEntry.verify|verify} messages.
         * @param message ProjectEntry message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.ProjectEntry.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ProjectEntry message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.ProjectEntry & holdfast.ProjectEntry.$Shape} ProjectEntry
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.ProjectEntry & holdfast.ProjectEntry.$Shape;
    }

    namespace ProjectEntry {

        /** Properties of a ProjectEntry. */
        interface $Properties {

            /** ProjectEntry project */
            project?: (Uint8Array|null);

            /** ProjectEntry rev */
            rev?: (number|null);

            /** ProjectEntry prev */
            prev?: (Uint8Array|null);

            /** ProjectEntry policy */
            policy?: (holdfast.Policy.$Properties|null);

            /** ProjectEntry ring */
            ring?: (Uint8Array|null);

            /** ProjectEntry phase */
            phase?: (holdfast.Phase|null);

            /** ProjectEntry sealed */
            sealed?: (Uint8Array|null);

            /** ProjectEntry author */
            author?: (Uint8Array|null);

            /** ProjectEntry time */
            time?: (number|null);

            /** ProjectEntry founder */
            founder?: (Uint8Array|null);

            /** ProjectEntry nonce */
            nonce?: (Uint8Array|null);

            /** ProjectEntry authority */
            authority?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ProjectEntry. */
        type $Shape = holdfast.ProjectEntry.$Properties;
    }

    /**
     * Properties of a ProjectInfo.
     * @deprecated Use holdfast.ProjectInfo.$Properties instead.
     */
    interface IProjectInfo extends holdfast.ProjectInfo.$Properties {
    }

    /** Represents a ProjectInfo. */
    class ProjectInfo {

        /**
         * Constructs a new ProjectInfo.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.ProjectInfo.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ProjectInfo name. */
        name: string;

        /** ProjectInfo rules. */
        rules: holdfast.CategoryRule.$Properties[];

        /**
         * Encodes the specified ProjectInfo message. Does not implicitly {@link holdfast.ProjectInfo.verify|verify} messages.
         * @param message ProjectInfo message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.ProjectInfo.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ProjectInfo message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.ProjectInfo & holdfast.ProjectInfo.$Shape} ProjectInfo
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.ProjectInfo & holdfast.ProjectInfo.$Shape;
    }

    namespace ProjectInfo {

        /** Properties of a ProjectInfo. */
        interface $Properties {

            /** ProjectInfo name */
            name?: (string|null);

            /** ProjectInfo rules */
            rules?: (holdfast.CategoryRule.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ProjectInfo. */
        type $Shape = holdfast.ProjectInfo.$Properties;
    }

    /**
     * Properties of a CategoryRule.
     * @deprecated Use holdfast.CategoryRule.$Properties instead.
     */
    interface ICategoryRule extends holdfast.CategoryRule.$Properties {
    }

    /** Represents a CategoryRule. */
    class CategoryRule {

        /**
         * Constructs a new CategoryRule.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.CategoryRule.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** CategoryRule pattern. */
        pattern: string;

        /** CategoryRule category. */
        category: holdfast.Category;

        /**
         * Encodes the specified CategoryRule message. Does not implicitly {@link holdfast.CategoryRule.verify|verify} messages.
         * @param message CategoryRule message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.CategoryRule.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a CategoryRule message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.CategoryRule & holdfast.CategoryRule.$Shape} CategoryRule
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.CategoryRule & holdfast.CategoryRule.$Shape;
    }

    namespace CategoryRule {

        /** Properties of a CategoryRule. */
        interface $Properties {

            /** CategoryRule pattern */
            pattern?: (string|null);

            /** CategoryRule category */
            category?: (holdfast.Category|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a CategoryRule. */
        type $Shape = holdfast.CategoryRule.$Properties;
    }

    /**
     * Properties of a HoldingEntry.
     * @deprecated Use holdfast.HoldingEntry.$Properties instead.
     */
    interface IHoldingEntry extends holdfast.HoldingEntry.$Properties {
    }

    /** Represents a HoldingEntry. */
    class HoldingEntry {

        /**
         * Constructs a new HoldingEntry.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.HoldingEntry.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** HoldingEntry snapshots. */
        snapshots: Uint8Array;

        /** HoldingEntry storedBytes. */
        storedBytes: number;

        /** HoldingEntry scrubbedAt. */
        scrubbedAt: number;

        /** HoldingEntry since. */
        since: number;

        /** HoldingEntry voided. */
        voided: boolean;

        /** HoldingEntry generation. */
        generation: number;

        /**
         * Encodes the specified HoldingEntry message. Does not implicitly {@link holdfast.HoldingEntry.verify|verify} messages.
         * @param message HoldingEntry message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.HoldingEntry.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a HoldingEntry message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.HoldingEntry & holdfast.HoldingEntry.$Shape} HoldingEntry
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.HoldingEntry & holdfast.HoldingEntry.$Shape;
    }

    namespace HoldingEntry {

        /** Properties of a HoldingEntry. */
        interface $Properties {

            /** HoldingEntry snapshots */
            snapshots?: (Uint8Array|null);

            /** HoldingEntry storedBytes */
            storedBytes?: (number|null);

            /** HoldingEntry scrubbedAt */
            scrubbedAt?: (number|null);

            /** HoldingEntry since */
            since?: (number|null);

            /** HoldingEntry voided */
            voided?: (boolean|null);

            /** HoldingEntry generation */
            generation?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a HoldingEntry. */
        type $Shape = holdfast.HoldingEntry.$Properties;
    }

    /**
     * Properties of a ProofEntry.
     * @deprecated Use holdfast.ProofEntry.$Properties instead.
     */
    interface IProofEntry extends holdfast.ProofEntry.$Properties {
    }

    /** Represents a ProofEntry. */
    class ProofEntry {

        /**
         * Constructs a new ProofEntry.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.ProofEntry.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ProofEntry snapshots. */
        snapshots: Uint8Array;

        /** ProofEntry time. */
        time: number;

        /** ProofEntry challengeHash. */
        challengeHash: Uint8Array;

        /** ProofEntry ranges. */
        ranges: number;

        /** ProofEntry result. */
        result: holdfast.ProofResult;

        /** ProofEntry challenge. */
        challenge: Uint8Array;

        /** ProofEntry answer. */
        answer: Uint8Array;

        /** ProofEntry generation. */
        generation: number;

        /**
         * Encodes the specified ProofEntry message. Does not implicitly {@link holdfast.ProofEntry.verify|verify} messages.
         * @param message ProofEntry message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.ProofEntry.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ProofEntry message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.ProofEntry & holdfast.ProofEntry.$Shape} ProofEntry
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.ProofEntry & holdfast.ProofEntry.$Shape;
    }

    namespace ProofEntry {

        /** Properties of a ProofEntry. */
        interface $Properties {

            /** ProofEntry snapshots */
            snapshots?: (Uint8Array|null);

            /** ProofEntry time */
            time?: (number|null);

            /** ProofEntry challengeHash */
            challengeHash?: (Uint8Array|null);

            /** ProofEntry ranges */
            ranges?: (number|null);

            /** ProofEntry result */
            result?: (holdfast.ProofResult|null);

            /** ProofEntry challenge */
            challenge?: (Uint8Array|null);

            /** ProofEntry answer */
            answer?: (Uint8Array|null);

            /** ProofEntry generation */
            generation?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ProofEntry. */
        type $Shape = holdfast.ProofEntry.$Properties;
    }

    /** ProofResult enum. */
    enum ProofResult {

        /** RESULT_UNSPECIFIED value */
        RESULT_UNSPECIFIED = 0,

        /** PASSED value */
        PASSED = 1,

        /** FAILED value */
        FAILED = 2
    }

    /**
     * Properties of a Head.
     * @deprecated Use holdfast.Head.$Properties instead.
     */
    interface IHead extends holdfast.Head.$Properties {
    }

    /** Represents a Head. */
    class Head {

        /**
         * Constructs a new Head.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.Head.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Head mesh. */
        mesh: Uint8Array;

        /** Head author. */
        author: Uint8Array;

        /** Head incarnation. */
        incarnation: number;

        /** Head incarnationNonce. */
        incarnationNonce: Uint8Array;

        /** Head seq. */
        seq: number;

        /** Head prev. */
        prev: Uint8Array;

        /** Head root. */
        root: Uint8Array;

        /** Head membership. */
        membership: Uint8Array;

        /** Head time. */
        time: number;

        /** Head entries. */
        entries: number;

        /**
         * Encodes the specified Head message. Does not implicitly {@link holdfast.Head.verify|verify} messages.
         * @param message Head message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.Head.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Head message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.Head & holdfast.Head.$Shape} Head
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.Head & holdfast.Head.$Shape;
    }

    namespace Head {

        /** Properties of a Head. */
        interface $Properties {

            /** Head mesh */
            mesh?: (Uint8Array|null);

            /** Head author */
            author?: (Uint8Array|null);

            /** Head incarnation */
            incarnation?: (number|null);

            /** Head incarnationNonce */
            incarnationNonce?: (Uint8Array|null);

            /** Head seq */
            seq?: (number|null);

            /** Head prev */
            prev?: (Uint8Array|null);

            /** Head root */
            root?: (Uint8Array|null);

            /** Head membership */
            membership?: (Uint8Array|null);

            /** Head time */
            time?: (number|null);

            /** Head entries */
            entries?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Head. */
        type $Shape = holdfast.Head.$Properties;
    }

    /**
     * Properties of an Intent.
     * @deprecated Use holdfast.Intent.$Properties instead.
     */
    interface IIntent extends holdfast.Intent.$Properties {
    }

    /** Represents an Intent. */
    class Intent {

        /**
         * Constructs a new Intent.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.Intent.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Intent project. */
        project: Uint8Array;

        /** Intent since. */
        since: number;

        /** Intent rank. */
        rank: number;

        /**
         * Encodes the specified Intent message. Does not implicitly {@link holdfast.Intent.verify|verify} messages.
         * @param message Intent message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.Intent.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an Intent message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.Intent & holdfast.Intent.$Shape} Intent
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.Intent & holdfast.Intent.$Shape;
    }

    namespace Intent {

        /** Properties of an Intent. */
        interface $Properties {

            /** Intent project */
            project?: (Uint8Array|null);

            /** Intent since */
            since?: (number|null);

            /** Intent rank */
            rank?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an Intent. */
        type $Shape = holdfast.Intent.$Properties;
    }

    /**
     * Properties of a Progress.
     * @deprecated Use holdfast.Progress.$Properties instead.
     */
    interface IProgress extends holdfast.Progress.$Properties {
    }

    /** Represents a Progress. */
    class Progress {

        /**
         * Constructs a new Progress.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.Progress.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Progress project. */
        project: Uint8Array;

        /** Progress haveBytes. */
        haveBytes: number;

        /** Progress needBytes. */
        needBytes: number;

        /** Progress rate. */
        rate: number;

        /**
         * Encodes the specified Progress message. Does not implicitly {@link holdfast.Progress.verify|verify} messages.
         * @param message Progress message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.Progress.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Progress message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.Progress & holdfast.Progress.$Shape} Progress
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.Progress & holdfast.Progress.$Shape;
    }

    namespace Progress {

        /** Properties of a Progress. */
        interface $Properties {

            /** Progress project */
            project?: (Uint8Array|null);

            /** Progress haveBytes */
            haveBytes?: (number|null);

            /** Progress needBytes */
            needBytes?: (number|null);

            /** Progress rate */
            rate?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Progress. */
        type $Shape = holdfast.Progress.$Properties;
    }

    /**
     * Properties of a Beat.
     * @deprecated Use holdfast.Beat.$Properties instead.
     */
    interface IBeat extends holdfast.Beat.$Properties {
    }

    /** Represents a Beat. */
    class Beat {

        /**
         * Constructs a new Beat.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.Beat.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Beat author. */
        author: Uint8Array;

        /** Beat incarnation. */
        incarnation: number;

        /** Beat seq. */
        seq: number;

        /** Beat time. */
        time: number;

        /** Beat counter. */
        counter: number;

        /** Beat intents. */
        intents: holdfast.Intent.$Properties[];

        /** Beat progress. */
        progress: holdfast.Progress.$Properties[];

        /** Beat membership. */
        membership: Uint8Array;

        /** Beat reading. */
        reading: Uint8Array[];

        /** Beat sick. */
        sick: string;

        /**
         * Encodes the specified Beat message. Does not implicitly {@link holdfast.Beat.verify|verify} messages.
         * @param message Beat message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.Beat.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Beat message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.Beat & holdfast.Beat.$Shape} Beat
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.Beat & holdfast.Beat.$Shape;
    }

    namespace Beat {

        /** Properties of a Beat. */
        interface $Properties {

            /** Beat author */
            author?: (Uint8Array|null);

            /** Beat incarnation */
            incarnation?: (number|null);

            /** Beat seq */
            seq?: (number|null);

            /** Beat time */
            time?: (number|null);

            /** Beat counter */
            counter?: (number|null);

            /** Beat intents */
            intents?: (holdfast.Intent.$Properties[]|null);

            /** Beat progress */
            progress?: (holdfast.Progress.$Properties[]|null);

            /** Beat membership */
            membership?: (Uint8Array|null);

            /** Beat reading */
            reading?: (Uint8Array[]|null);

            /** Beat sick */
            sick?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Beat. */
        type $Shape = holdfast.Beat.$Properties;
    }

    /**
     * Properties of a Constitution.
     * @deprecated Use holdfast.Constitution.$Properties instead.
     */
    interface IConstitution extends holdfast.Constitution.$Properties {
    }

    /** Represents a Constitution. */
    class Constitution {

        /**
         * Constructs a new Constitution.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.Constitution.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Constitution number. */
        number: number;

        /** Constitution prev. */
        prev: Uint8Array;

        /** Constitution name. */
        name: string;

        /** Constitution owners. */
        owners: Uint8Array[];

        /** Constitution threshold. */
        threshold: number;

        /** Constitution recoveryIdentity. */
        recoveryIdentity: Uint8Array;

        /** Constitution recoverySealing. */
        recoverySealing: Uint8Array;

        /** Constitution salt. */
        salt: Uint8Array;

        /** Constitution time. */
        time: number;

        /** Constitution totp. */
        totp: Uint8Array;

        /**
         * Encodes the specified Constitution message. Does not implicitly {@link holdfast.Constitution.verify|verify} messages.
         * @param message Constitution message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.Constitution.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Constitution message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.Constitution & holdfast.Constitution.$Shape} Constitution
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.Constitution & holdfast.Constitution.$Shape;
    }

    namespace Constitution {

        /** Properties of a Constitution. */
        interface $Properties {

            /** Constitution number */
            number?: (number|null);

            /** Constitution prev */
            prev?: (Uint8Array|null);

            /** Constitution name */
            name?: (string|null);

            /** Constitution owners */
            owners?: (Uint8Array[]|null);

            /** Constitution threshold */
            threshold?: (number|null);

            /** Constitution recoveryIdentity */
            recoveryIdentity?: (Uint8Array|null);

            /** Constitution recoverySealing */
            recoverySealing?: (Uint8Array|null);

            /** Constitution salt */
            salt?: (Uint8Array|null);

            /** Constitution time */
            time?: (number|null);

            /** Constitution totp */
            totp?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Constitution. */
        type $Shape = holdfast.Constitution.$Properties;
    }

    /**
     * Properties of a MultiSigned.
     * @deprecated Use holdfast.MultiSigned.$Properties instead.
     */
    interface IMultiSigned extends holdfast.MultiSigned.$Properties {
    }

    /** Represents a MultiSigned. */
    class MultiSigned {

        /**
         * Constructs a new MultiSigned.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.MultiSigned.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** MultiSigned body. */
        body: Uint8Array;

        /** MultiSigned signatures. */
        signatures: holdfast.Cosignature.$Properties[];

        /**
         * Encodes the specified MultiSigned message. Does not implicitly {@link holdfast.MultiSigned.verify|verify} messages.
         * @param message MultiSigned message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.MultiSigned.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a MultiSigned message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.MultiSigned & holdfast.MultiSigned.$Shape} MultiSigned
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.MultiSigned & holdfast.MultiSigned.$Shape;
    }

    namespace MultiSigned {

        /** Properties of a MultiSigned. */
        interface $Properties {

            /** MultiSigned body */
            body?: (Uint8Array|null);

            /** MultiSigned signatures */
            signatures?: (holdfast.Cosignature.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a MultiSigned. */
        type $Shape = holdfast.MultiSigned.$Properties;
    }

    /**
     * Properties of a Cosignature.
     * @deprecated Use holdfast.Cosignature.$Properties instead.
     */
    interface ICosignature extends holdfast.Cosignature.$Properties {
    }

    /** Represents a Cosignature. */
    class Cosignature {

        /**
         * Constructs a new Cosignature.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.Cosignature.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Cosignature author. */
        author: Uint8Array;

        /** Cosignature signature. */
        signature: Uint8Array;

        /**
         * Encodes the specified Cosignature message. Does not implicitly {@link holdfast.Cosignature.verify|verify} messages.
         * @param message Cosignature message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.Cosignature.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Cosignature message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.Cosignature & holdfast.Cosignature.$Shape} Cosignature
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.Cosignature & holdfast.Cosignature.$Shape;
    }

    namespace Cosignature {

        /** Properties of a Cosignature. */
        interface $Properties {

            /** Cosignature author */
            author?: (Uint8Array|null);

            /** Cosignature signature */
            signature?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Cosignature. */
        type $Shape = holdfast.Cosignature.$Properties;
    }

    /** Role enum. */
    enum Role {

        /** ROLE_UNSPECIFIED value */
        ROLE_UNSPECIFIED = 0,

        /** WRITER value */
        WRITER = 1,

        /** OPERATOR value */
        OPERATOR = 2,

        /** READER value */
        READER = 3,

        /** HOLDER value */
        HOLDER = 4
    }

    /**
     * Properties of a Member.
     * @deprecated Use holdfast.Member.$Properties instead.
     */
    interface IMember extends holdfast.Member.$Properties {
    }

    /** Represents a Member. */
    class Member {

        /**
         * Constructs a new Member.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.Member.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Member site. */
        site: Uint8Array;

        /** Member sealing. */
        sealing: Uint8Array;

        /** Member role. */
        role: holdfast.Role;

        /** Member name. */
        name: string;

        /** Member labels. */
        labels: { [k: string]: string };

        /** Member version. */
        version: number;

        /** Member revoked. */
        revoked: boolean;

        /** Member rings. */
        rings: Uint8Array[];

        /** Member addresses. */
        addresses: string[];

        /** Member time. */
        time: number;

        /** Member projects. */
        projects: Uint8Array[];

        /** Member quota. */
        quota: number;

        /** Member retiring. */
        retiring: boolean;

        /** Member lastHead. */
        lastHead: Uint8Array;

        /** Member lastSeq. */
        lastSeq: number;

        /**
         * Encodes the specified Member message. Does not implicitly {@link holdfast.Member.verify|verify} messages.
         * @param message Member message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.Member.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Member message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.Member & holdfast.Member.$Shape} Member
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.Member & holdfast.Member.$Shape;
    }

    namespace Member {

        /** Properties of a Member. */
        interface $Properties {

            /** Member site */
            site?: (Uint8Array|null);

            /** Member sealing */
            sealing?: (Uint8Array|null);

            /** Member role */
            role?: (holdfast.Role|null);

            /** Member name */
            name?: (string|null);

            /** Member labels */
            labels?: ({ [k: string]: string }|null);

            /** Member version */
            version?: (number|null);

            /** Member revoked */
            revoked?: (boolean|null);

            /** Member rings */
            rings?: (Uint8Array[]|null);

            /** Member addresses */
            addresses?: (string[]|null);

            /** Member time */
            time?: (number|null);

            /** Member projects */
            projects?: (Uint8Array[]|null);

            /** Member quota */
            quota?: (number|null);

            /** Member retiring */
            retiring?: (boolean|null);

            /** Member lastHead */
            lastHead?: (Uint8Array|null);

            /** Member lastSeq */
            lastSeq?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Member. */
        type $Shape = holdfast.Member.$Properties;
    }

    /**
     * Properties of a Slot.
     * @deprecated Use holdfast.Slot.$Properties instead.
     */
    interface ISlot extends holdfast.Slot.$Properties {
    }

    /** Represents a Slot. */
    class Slot {

        /**
         * Constructs a new Slot.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.Slot.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Slot oneTime. */
        oneTime: Uint8Array;

        /** Slot role. */
        role: holdfast.Role;

        /** Slot name. */
        name: string;

        /** Slot labels. */
        labels: { [k: string]: string };

        /** Slot expires. */
        expires: number;

        /** Slot serving. */
        serving: Uint8Array;

        /** Slot rings. */
        rings: Uint8Array[];

        /** Slot nonce. */
        nonce: Uint8Array;

        /** Slot projects. */
        projects: Uint8Array[];

        /** Slot quota. */
        quota: number;

        /**
         * Encodes the specified Slot message. Does not implicitly {@link holdfast.Slot.verify|verify} messages.
         * @param message Slot message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.Slot.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Slot message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.Slot & holdfast.Slot.$Shape} Slot
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.Slot & holdfast.Slot.$Shape;
    }

    namespace Slot {

        /** Properties of a Slot. */
        interface $Properties {

            /** Slot oneTime */
            oneTime?: (Uint8Array|null);

            /** Slot role */
            role?: (holdfast.Role|null);

            /** Slot name */
            name?: (string|null);

            /** Slot labels */
            labels?: ({ [k: string]: string }|null);

            /** Slot expires */
            expires?: (number|null);

            /** Slot serving */
            serving?: (Uint8Array|null);

            /** Slot rings */
            rings?: (Uint8Array[]|null);

            /** Slot nonce */
            nonce?: (Uint8Array|null);

            /** Slot projects */
            projects?: (Uint8Array[]|null);

            /** Slot quota */
            quota?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Slot. */
        type $Shape = holdfast.Slot.$Properties;
    }

    /**
     * Properties of an Admission.
     * @deprecated Use holdfast.Admission.$Properties instead.
     */
    interface IAdmission extends holdfast.Admission.$Properties {
    }

    /** Represents an Admission. */
    class Admission {

        /**
         * Constructs a new Admission.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.Admission.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Admission slot. */
        slot: Uint8Array;

        /** Admission site. */
        site: Uint8Array;

        /** Admission sealing. */
        sealing: Uint8Array;

        /** Admission name. */
        name: string;

        /** Admission labels. */
        labels: { [k: string]: string };

        /** Admission addresses. */
        addresses: string[];

        /** Admission joinerSignature. */
        joinerSignature: Uint8Array;

        /** Admission time. */
        time: number;

        /**
         * Encodes the specified Admission message. Does not implicitly {@link holdfast.Admission.verify|verify} messages.
         * @param message Admission message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.Admission.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an Admission message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.Admission & holdfast.Admission.$Shape} Admission
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.Admission & holdfast.Admission.$Shape;
    }

    namespace Admission {

        /** Properties of an Admission. */
        interface $Properties {

            /** Admission slot */
            slot?: (Uint8Array|null);

            /** Admission site */
            site?: (Uint8Array|null);

            /** Admission sealing */
            sealing?: (Uint8Array|null);

            /** Admission name */
            name?: (string|null);

            /** Admission labels */
            labels?: ({ [k: string]: string }|null);

            /** Admission addresses */
            addresses?: (string[]|null);

            /** Admission joinerSignature */
            joinerSignature?: (Uint8Array|null);

            /** Admission time */
            time?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an Admission. */
        type $Shape = holdfast.Admission.$Properties;
    }

    /**
     * Properties of a Grant.
     * @deprecated Use holdfast.Grant.$Properties instead.
     */
    interface IGrant extends holdfast.Grant.$Properties {
    }

    /** Represents a Grant. */
    class Grant {

        /**
         * Constructs a new Grant.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.Grant.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Grant ring. */
        ring: Uint8Array;

        /** Grant epoch. */
        epoch: number;

        /** Grant member. */
        member: Uint8Array;

        /** Grant sealedKeys. */
        sealedKeys: Uint8Array;

        /**
         * Encodes the specified Grant message. Does not implicitly {@link holdfast.Grant.verify|verify} messages.
         * @param message Grant message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.Grant.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Grant message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.Grant & holdfast.Grant.$Shape} Grant
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.Grant & holdfast.Grant.$Shape;
    }

    namespace Grant {

        /** Properties of a Grant. */
        interface $Properties {

            /** Grant ring */
            ring?: (Uint8Array|null);

            /** Grant epoch */
            epoch?: (number|null);

            /** Grant member */
            member?: (Uint8Array|null);

            /** Grant sealedKeys */
            sealedKeys?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Grant. */
        type $Shape = holdfast.Grant.$Properties;
    }

    /**
     * Properties of a RingKeys.
     * @deprecated Use holdfast.RingKeys.$Properties instead.
     */
    interface IRingKeys extends holdfast.RingKeys.$Properties {
    }

    /** Represents a RingKeys. */
    class RingKeys {

        /**
         * Constructs a new RingKeys.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.RingKeys.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RingKeys ring. */
        ring: Uint8Array;

        /** RingKeys root. */
        root: Uint8Array;

        /** RingKeys epochs. */
        epochs: holdfast.EpochKey.$Properties[];

        /**
         * Encodes the specified RingKeys message. Does not implicitly {@link holdfast.RingKeys.verify|verify} messages.
         * @param message RingKeys message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.RingKeys.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RingKeys message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.RingKeys & holdfast.RingKeys.$Shape} RingKeys
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.RingKeys & holdfast.RingKeys.$Shape;
    }

    namespace RingKeys {

        /** Properties of a RingKeys. */
        interface $Properties {

            /** RingKeys ring */
            ring?: (Uint8Array|null);

            /** RingKeys root */
            root?: (Uint8Array|null);

            /** RingKeys epochs */
            epochs?: (holdfast.EpochKey.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RingKeys. */
        type $Shape = holdfast.RingKeys.$Properties;
    }

    /**
     * Properties of an EpochKey.
     * @deprecated Use holdfast.EpochKey.$Properties instead.
     */
    interface IEpochKey extends holdfast.EpochKey.$Properties {
    }

    /** Represents an EpochKey. */
    class EpochKey {

        /**
         * Constructs a new EpochKey.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.EpochKey.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** EpochKey epoch. */
        epoch: number;

        /** EpochKey secret. */
        secret: Uint8Array;

        /**
         * Encodes the specified EpochKey message. Does not implicitly {@link holdfast.EpochKey.verify|verify} messages.
         * @param message EpochKey message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.EpochKey.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an EpochKey message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.EpochKey & holdfast.EpochKey.$Shape} EpochKey
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.EpochKey & holdfast.EpochKey.$Shape;
    }

    namespace EpochKey {

        /** Properties of an EpochKey. */
        interface $Properties {

            /** EpochKey epoch */
            epoch?: (number|null);

            /** EpochKey secret */
            secret?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an EpochKey. */
        type $Shape = holdfast.EpochKey.$Properties;
    }

    /**
     * Properties of a Statement.
     * @deprecated Use holdfast.Statement.$Properties instead.
     */
    interface IStatement extends holdfast.Statement.$Properties {
    }

    /** Represents a Statement. */
    class Statement {

        /**
         * Constructs a new Statement.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.Statement.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Statement type. */
        type: string;

        /** Statement body. */
        body: Uint8Array;

        /**
         * Encodes the specified Statement message. Does not implicitly {@link holdfast.Statement.verify|verify} messages.
         * @param message Statement message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.Statement.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Statement message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.Statement & holdfast.Statement.$Shape} Statement
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.Statement & holdfast.Statement.$Shape;
    }

    namespace Statement {

        /** Properties of a Statement. */
        interface $Properties {

            /** Statement type */
            type?: (string|null);

            /** Statement body */
            body?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Statement. */
        type $Shape = holdfast.Statement.$Properties;
    }

    /**
     * Properties of a Membership.
     * @deprecated Use holdfast.Membership.$Properties instead.
     */
    interface IMembership extends holdfast.Membership.$Properties {
    }

    /** Represents a Membership. */
    class Membership {

        /**
         * Constructs a new Membership.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.Membership.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Membership statements. */
        statements: holdfast.Statement.$Properties[];

        /**
         * Encodes the specified Membership message. Does not implicitly {@link holdfast.Membership.verify|verify} messages.
         * @param message Membership message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.Membership.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Membership message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.Membership & holdfast.Membership.$Shape} Membership
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.Membership & holdfast.Membership.$Shape;
    }

    namespace Membership {

        /** Properties of a Membership. */
        interface $Properties {

            /** Membership statements */
            statements?: (holdfast.Statement.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Membership. */
        type $Shape = holdfast.Membership.$Properties;
    }

    /**
     * Properties of an AuditEntry.
     * @deprecated Use holdfast.AuditEntry.$Properties instead.
     */
    interface IAuditEntry extends holdfast.AuditEntry.$Properties {
    }

    /** Represents an AuditEntry. */
    class AuditEntry {

        /**
         * Constructs a new AuditEntry.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.AuditEntry.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AuditEntry seq. */
        seq: number;

        /** AuditEntry prev. */
        prev: Uint8Array;

        /** AuditEntry time. */
        time: number;

        /** AuditEntry act. */
        act: string;

        /** AuditEntry project. */
        project: Uint8Array;

        /** AuditEntry site. */
        site: Uint8Array;

        /** AuditEntry snapshot. */
        snapshot: Uint8Array;

        /** AuditEntry by. */
        by: Uint8Array;

        /** AuditEntry sealed. */
        sealed: Uint8Array;

        /**
         * Encodes the specified AuditEntry message. Does not implicitly {@link holdfast.AuditEntry.verify|verify} messages.
         * @param message AuditEntry message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.AuditEntry.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuditEntry message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.AuditEntry & holdfast.AuditEntry.$Shape} AuditEntry
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.AuditEntry & holdfast.AuditEntry.$Shape;
    }

    namespace AuditEntry {

        /** Properties of an AuditEntry. */
        interface $Properties {

            /** AuditEntry seq */
            seq?: (number|null);

            /** AuditEntry prev */
            prev?: (Uint8Array|null);

            /** AuditEntry time */
            time?: (number|null);

            /** AuditEntry act */
            act?: (string|null);

            /** AuditEntry project */
            project?: (Uint8Array|null);

            /** AuditEntry site */
            site?: (Uint8Array|null);

            /** AuditEntry snapshot */
            snapshot?: (Uint8Array|null);

            /** AuditEntry by */
            by?: (Uint8Array|null);

            /** AuditEntry sealed */
            sealed?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuditEntry. */
        type $Shape = holdfast.AuditEntry.$Properties;
    }

    /**
     * Properties of an AuditDetail.
     * @deprecated Use holdfast.AuditDetail.$Properties instead.
     */
    interface IAuditDetail extends holdfast.AuditDetail.$Properties {
    }

    /** Represents an AuditDetail. */
    class AuditDetail {

        /**
         * Constructs a new AuditDetail.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.AuditDetail.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AuditDetail text. */
        text: string;

        /** AuditDetail who. */
        who: string;

        /**
         * Encodes the specified AuditDetail message. Does not implicitly {@link holdfast.AuditDetail.verify|verify} messages.
         * @param message AuditDetail message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.AuditDetail.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuditDetail message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.AuditDetail & holdfast.AuditDetail.$Shape} AuditDetail
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.AuditDetail & holdfast.AuditDetail.$Shape;
    }

    namespace AuditDetail {

        /** Properties of an AuditDetail. */
        interface $Properties {

            /** AuditDetail text */
            text?: (string|null);

            /** AuditDetail who */
            who?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuditDetail. */
        type $Shape = holdfast.AuditDetail.$Properties;
    }

    /**
     * Properties of a Forget.
     * @deprecated Use holdfast.Forget.$Properties instead.
     */
    interface IForget extends holdfast.Forget.$Properties {
    }

    /** Represents a Forget. */
    class Forget {

        /**
         * Constructs a new Forget.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.Forget.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Forget project. */
        project: Uint8Array;

        /** Forget snapshots. */
        snapshots: Uint8Array;

        /** Forget author. */
        author: Uint8Array;

        /** Forget time. */
        time: number;

        /** Forget why. */
        why: string;

        /**
         * Encodes the specified Forget message. Does not implicitly {@link holdfast.Forget.verify|verify} messages.
         * @param message Forget message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.Forget.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Forget message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.Forget & holdfast.Forget.$Shape} Forget
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.Forget & holdfast.Forget.$Shape;
    }

    namespace Forget {

        /** Properties of a Forget. */
        interface $Properties {

            /** Forget project */
            project?: (Uint8Array|null);

            /** Forget snapshots */
            snapshots?: (Uint8Array|null);

            /** Forget author */
            author?: (Uint8Array|null);

            /** Forget time */
            time?: (number|null);

            /** Forget why */
            why?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Forget. */
        type $Shape = holdfast.Forget.$Properties;
    }

    /**
     * Properties of a Pin.
     * @deprecated Use holdfast.Pin.$Properties instead.
     */
    interface IPin extends holdfast.Pin.$Properties {
    }

    /** Represents a Pin. */
    class Pin {

        /**
         * Constructs a new Pin.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.Pin.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Pin project. */
        project: Uint8Array;

        /** Pin snapshot. */
        snapshot: Uint8Array;

        /** Pin pinned. */
        pinned: boolean;

        /** Pin rev. */
        rev: number;

        /** Pin author. */
        author: Uint8Array;

        /** Pin time. */
        time: number;

        /** Pin sealed. */
        sealed: Uint8Array;

        /**
         * Encodes the specified Pin message. Does not implicitly {@link holdfast.Pin.verify|verify} messages.
         * @param message Pin message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.Pin.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Pin message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.Pin & holdfast.Pin.$Shape} Pin
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.Pin & holdfast.Pin.$Shape;
    }

    namespace Pin {

        /** Properties of a Pin. */
        interface $Properties {

            /** Pin project */
            project?: (Uint8Array|null);

            /** Pin snapshot */
            snapshot?: (Uint8Array|null);

            /** Pin pinned */
            pinned?: (boolean|null);

            /** Pin rev */
            rev?: (number|null);

            /** Pin author */
            author?: (Uint8Array|null);

            /** Pin time */
            time?: (number|null);

            /** Pin sealed */
            sealed?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Pin. */
        type $Shape = holdfast.Pin.$Properties;
    }

    /**
     * Properties of a DeleteCertificate.
     * @deprecated Use holdfast.DeleteCertificate.$Properties instead.
     */
    interface IDeleteCertificate extends holdfast.DeleteCertificate.$Properties {
    }

    /** Represents a DeleteCertificate. */
    class DeleteCertificate {

        /**
         * Constructs a new DeleteCertificate.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.DeleteCertificate.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** DeleteCertificate mesh. */
        mesh: Uint8Array;

        /** DeleteCertificate project. */
        project: Uint8Array;

        /** DeleteCertificate snapshots. */
        snapshots: Uint8Array;

        /** DeleteCertificate time. */
        time: number;

        /** DeleteCertificate waitS. */
        waitS: number;

        /** DeleteCertificate why. */
        why: string;

        /**
         * Encodes the specified DeleteCertificate message. Does not implicitly {@link holdfast.DeleteCertificate.verify|verify} messages.
         * @param message DeleteCertificate message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.DeleteCertificate.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DeleteCertificate message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.DeleteCertificate & holdfast.DeleteCertificate.$Shape} DeleteCertificate
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.DeleteCertificate & holdfast.DeleteCertificate.$Shape;
    }

    namespace DeleteCertificate {

        /** Properties of a DeleteCertificate. */
        interface $Properties {

            /** DeleteCertificate mesh */
            mesh?: (Uint8Array|null);

            /** DeleteCertificate project */
            project?: (Uint8Array|null);

            /** DeleteCertificate snapshots */
            snapshots?: (Uint8Array|null);

            /** DeleteCertificate time */
            time?: (number|null);

            /** DeleteCertificate waitS */
            waitS?: (number|null);

            /** DeleteCertificate why */
            why?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DeleteCertificate. */
        type $Shape = holdfast.DeleteCertificate.$Properties;
    }

    /**
     * Properties of an Undelete.
     * @deprecated Use holdfast.Undelete.$Properties instead.
     */
    interface IUndelete extends holdfast.Undelete.$Properties {
    }

    /** Represents an Undelete. */
    class Undelete {

        /**
         * Constructs a new Undelete.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.Undelete.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Undelete certificate. */
        certificate: Uint8Array;

        /** Undelete author. */
        author: Uint8Array;

        /** Undelete time. */
        time: number;

        /** Undelete snapshots. */
        snapshots: Uint8Array;

        /**
         * Encodes the specified Undelete message. Does not implicitly {@link holdfast.Undelete.verify|verify} messages.
         * @param message Undelete message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.Undelete.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an Undelete message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.Undelete & holdfast.Undelete.$Shape} Undelete
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.Undelete & holdfast.Undelete.$Shape;
    }

    namespace Undelete {

        /** Properties of an Undelete. */
        interface $Properties {

            /** Undelete certificate */
            certificate?: (Uint8Array|null);

            /** Undelete author */
            author?: (Uint8Array|null);

            /** Undelete time */
            time?: (number|null);

            /** Undelete snapshots */
            snapshots?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an Undelete. */
        type $Shape = holdfast.Undelete.$Properties;
    }

    /**
     * Properties of a Range.
     * @deprecated Use holdfast.Range.$Properties instead.
     */
    interface IRange extends holdfast.Range.$Properties {
    }

    /** Represents a Range. */
    class Range {

        /**
         * Constructs a new Range.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.Range.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Range cid. */
        cid: Uint8Array;

        /** Range offset. */
        offset: number;

        /** Range length. */
        length: number;

        /**
         * Encodes the specified Range message. Does not implicitly {@link holdfast.Range.verify|verify} messages.
         * @param message Range message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.Range.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Range message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.Range & holdfast.Range.$Shape} Range
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.Range & holdfast.Range.$Shape;
    }

    namespace Range {

        /** Properties of a Range. */
        interface $Properties {

            /** Range cid */
            cid?: (Uint8Array|null);

            /** Range offset */
            offset?: (number|null);

            /** Range length */
            length?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Range. */
        type $Shape = holdfast.Range.$Properties;
    }

    /**
     * Properties of a Challenge.
     * @deprecated Use holdfast.Challenge.$Properties instead.
     */
    interface IChallenge extends holdfast.Challenge.$Properties {
    }

    /** Represents a Challenge. */
    class Challenge {

        /**
         * Constructs a new Challenge.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.Challenge.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Challenge nonce. */
        nonce: Uint8Array;

        /** Challenge challenger. */
        challenger: Uint8Array;

        /** Challenge holder. */
        holder: Uint8Array;

        /** Challenge project. */
        project: Uint8Array;

        /** Challenge snapshots. */
        snapshots: Uint8Array;

        /** Challenge ranges. */
        ranges: holdfast.Range.$Properties[];

        /** Challenge time. */
        time: number;

        /** Challenge generation. */
        generation: number;

        /**
         * Encodes the specified Challenge message. Does not implicitly {@link holdfast.Challenge.verify|verify} messages.
         * @param message Challenge message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.Challenge.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Challenge message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.Challenge & holdfast.Challenge.$Shape} Challenge
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.Challenge & holdfast.Challenge.$Shape;
    }

    namespace Challenge {

        /** Properties of a Challenge. */
        interface $Properties {

            /** Challenge nonce */
            nonce?: (Uint8Array|null);

            /** Challenge challenger */
            challenger?: (Uint8Array|null);

            /** Challenge holder */
            holder?: (Uint8Array|null);

            /** Challenge project */
            project?: (Uint8Array|null);

            /** Challenge snapshots */
            snapshots?: (Uint8Array|null);

            /** Challenge ranges */
            ranges?: (holdfast.Range.$Properties[]|null);

            /** Challenge time */
            time?: (number|null);

            /** Challenge generation */
            generation?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Challenge. */
        type $Shape = holdfast.Challenge.$Properties;
    }

    /**
     * Properties of a RangeAnswer.
     * @deprecated Use holdfast.RangeAnswer.$Properties instead.
     */
    interface IRangeAnswer extends holdfast.RangeAnswer.$Properties {
    }

    /** Represents a RangeAnswer. */
    class RangeAnswer {

        /**
         * Constructs a new RangeAnswer.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.RangeAnswer.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RangeAnswer missing. */
        missing: boolean;

        /** RangeAnswer digest. */
        digest: Uint8Array;

        /**
         * Encodes the specified RangeAnswer message. Does not implicitly {@link holdfast.RangeAnswer.verify|verify} messages.
         * @param message RangeAnswer message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.RangeAnswer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RangeAnswer message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.RangeAnswer & holdfast.RangeAnswer.$Shape} RangeAnswer
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.RangeAnswer & holdfast.RangeAnswer.$Shape;
    }

    namespace RangeAnswer {

        /** Properties of a RangeAnswer. */
        interface $Properties {

            /** RangeAnswer missing */
            missing?: (boolean|null);

            /** RangeAnswer digest */
            digest?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RangeAnswer. */
        type $Shape = holdfast.RangeAnswer.$Properties;
    }

    /**
     * Properties of an Answer.
     * @deprecated Use holdfast.Answer.$Properties instead.
     */
    interface IAnswer extends holdfast.Answer.$Properties {
    }

    /** Represents an Answer. */
    class Answer {

        /**
         * Constructs a new Answer.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.Answer.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Answer challengeHash. */
        challengeHash: Uint8Array;

        /** Answer ranges. */
        ranges: holdfast.RangeAnswer.$Properties[];

        /** Answer time. */
        time: number;

        /**
         * Encodes the specified Answer message. Does not implicitly {@link holdfast.Answer.verify|verify} messages.
         * @param message Answer message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.Answer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an Answer message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.Answer & holdfast.Answer.$Shape} Answer
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.Answer & holdfast.Answer.$Shape;
    }

    namespace Answer {

        /** Properties of an Answer. */
        interface $Properties {

            /** Answer challengeHash */
            challengeHash?: (Uint8Array|null);

            /** Answer ranges */
            ranges?: (holdfast.RangeAnswer.$Properties[]|null);

            /** Answer time */
            time?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an Answer. */
        type $Shape = holdfast.Answer.$Properties;
    }

    /** WireError enum. */
    enum WireError {

        /** WIRE_OK value */
        WIRE_OK = 0,

        /** WIRE_INVALID value */
        WIRE_INVALID = 1,

        /** WIRE_NOT_ALLOWED value */
        WIRE_NOT_ALLOWED = 2,

        /** WIRE_NODE_GONE value */
        WIRE_NODE_GONE = 3,

        /** WIRE_BUSY value */
        WIRE_BUSY = 4,

        /** WIRE_NOT_FOUND value */
        WIRE_NOT_FOUND = 5,

        /** WIRE_TICKET_UNKNOWN value */
        WIRE_TICKET_UNKNOWN = 6,

        /** WIRE_TICKET_EXPIRED value */
        WIRE_TICKET_EXPIRED = 7,

        /** WIRE_TICKET_USED value */
        WIRE_TICKET_USED = 8,

        /** WIRE_NAME_TAKEN value */
        WIRE_NAME_TAKEN = 9,

        /** WIRE_LABELS value */
        WIRE_LABELS = 10,

        /** WIRE_CLOCK_SKEW value */
        WIRE_CLOCK_SKEW = 11,

        /** WIRE_TICKET_REVOKED value */
        WIRE_TICKET_REVOKED = 12
    }

    /**
     * Properties of a HelloRequest.
     * @deprecated Use holdfast.HelloRequest.$Properties instead.
     */
    interface IHelloRequest extends holdfast.HelloRequest.$Properties {
    }

    /** Represents a HelloRequest. */
    class HelloRequest {

        /**
         * Constructs a new HelloRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.HelloRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** HelloRequest mesh. */
        mesh: Uint8Array;

        /** HelloRequest membership. */
        membership: Uint8Array;

        /** HelloRequest statements. */
        statements: Uint8Array[];

        /** HelloRequest push. */
        push: holdfast.Statement.$Properties[];

        /** HelloRequest time. */
        time: number;

        /** HelloRequest features. */
        features: string[];

        /** HelloRequest software. */
        software: string;

        /**
         * Encodes the specified HelloRequest message. Does not implicitly {@link holdfast.HelloRequest.verify|verify} messages.
         * @param message HelloRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.HelloRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a HelloRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.HelloRequest & holdfast.HelloRequest.$Shape} HelloRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.HelloRequest & holdfast.HelloRequest.$Shape;
    }

    namespace HelloRequest {

        /** Properties of a HelloRequest. */
        interface $Properties {

            /** HelloRequest mesh */
            mesh?: (Uint8Array|null);

            /** HelloRequest membership */
            membership?: (Uint8Array|null);

            /** HelloRequest statements */
            statements?: (Uint8Array[]|null);

            /** HelloRequest push */
            push?: (holdfast.Statement.$Properties[]|null);

            /** HelloRequest time */
            time?: (number|null);

            /** HelloRequest features */
            features?: (string[]|null);

            /** HelloRequest software */
            software?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a HelloRequest. */
        type $Shape = holdfast.HelloRequest.$Properties;
    }

    /**
     * Properties of a HelloResponse.
     * @deprecated Use holdfast.HelloResponse.$Properties instead.
     */
    interface IHelloResponse extends holdfast.HelloResponse.$Properties {
    }

    /** Represents a HelloResponse. */
    class HelloResponse {

        /**
         * Constructs a new HelloResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.HelloResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** HelloResponse error. */
        error: holdfast.WireError;

        /** HelloResponse membership. */
        membership: Uint8Array;

        /** HelloResponse want. */
        want: Uint8Array[];

        /** HelloResponse statements. */
        statements: holdfast.Statement.$Properties[];

        /** HelloResponse time. */
        time: number;

        /** HelloResponse features. */
        features: string[];

        /** HelloResponse software. */
        software: string;

        /**
         * Encodes the specified HelloResponse message. Does not implicitly {@link holdfast.HelloResponse.verify|verify} messages.
         * @param message HelloResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.HelloResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a HelloResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.HelloResponse & holdfast.HelloResponse.$Shape} HelloResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.HelloResponse & holdfast.HelloResponse.$Shape;
    }

    namespace HelloResponse {

        /** Properties of a HelloResponse. */
        interface $Properties {

            /** HelloResponse error */
            error?: (holdfast.WireError|null);

            /** HelloResponse membership */
            membership?: (Uint8Array|null);

            /** HelloResponse want */
            want?: (Uint8Array[]|null);

            /** HelloResponse statements */
            statements?: (holdfast.Statement.$Properties[]|null);

            /** HelloResponse time */
            time?: (number|null);

            /** HelloResponse features */
            features?: (string[]|null);

            /** HelloResponse software */
            software?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a HelloResponse. */
        type $Shape = holdfast.HelloResponse.$Properties;
    }

    /**
     * Properties of a HeadPlace.
     * @deprecated Use holdfast.HeadPlace.$Properties instead.
     */
    interface IHeadPlace extends holdfast.HeadPlace.$Properties {
    }

    /** Represents a HeadPlace. */
    class HeadPlace {

        /**
         * Constructs a new HeadPlace.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.HeadPlace.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** HeadPlace author. */
        author: Uint8Array;

        /** HeadPlace incarnation. */
        incarnation: number;

        /** HeadPlace seq. */
        seq: number;

        /**
         * Encodes the specified HeadPlace message. Does not implicitly {@link holdfast.HeadPlace.verify|verify} messages.
         * @param message HeadPlace message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.HeadPlace.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a HeadPlace message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.HeadPlace & holdfast.HeadPlace.$Shape} HeadPlace
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.HeadPlace & holdfast.HeadPlace.$Shape;
    }

    namespace HeadPlace {

        /** Properties of a HeadPlace. */
        interface $Properties {

            /** HeadPlace author */
            author?: (Uint8Array|null);

            /** HeadPlace incarnation */
            incarnation?: (number|null);

            /** HeadPlace seq */
            seq?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a HeadPlace. */
        type $Shape = holdfast.HeadPlace.$Properties;
    }

    /**
     * Properties of a HeadsRequest.
     * @deprecated Use holdfast.HeadsRequest.$Properties instead.
     */
    interface IHeadsRequest extends holdfast.HeadsRequest.$Properties {
    }

    /** Represents a HeadsRequest. */
    class HeadsRequest {

        /**
         * Constructs a new HeadsRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.HeadsRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** HeadsRequest known. */
        known: holdfast.HeadPlace.$Properties[];

        /** HeadsRequest push. */
        push: holdfast.Signed.$Properties[];

        /**
         * Encodes the specified HeadsRequest message. Does not implicitly {@link holdfast.HeadsRequest.verify|verify} messages.
         * @param message HeadsRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.HeadsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a HeadsRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.HeadsRequest & holdfast.HeadsRequest.$Shape} HeadsRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.HeadsRequest & holdfast.HeadsRequest.$Shape;
    }

    namespace HeadsRequest {

        /** Properties of a HeadsRequest. */
        interface $Properties {

            /** HeadsRequest known */
            known?: (holdfast.HeadPlace.$Properties[]|null);

            /** HeadsRequest push */
            push?: (holdfast.Signed.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a HeadsRequest. */
        type $Shape = holdfast.HeadsRequest.$Properties;
    }

    /**
     * Properties of a HeadsResponse.
     * @deprecated Use holdfast.HeadsResponse.$Properties instead.
     */
    interface IHeadsResponse extends holdfast.HeadsResponse.$Properties {
    }

    /** Represents a HeadsResponse. */
    class HeadsResponse {

        /**
         * Constructs a new HeadsResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.HeadsResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** HeadsResponse error. */
        error: holdfast.WireError;

        /** HeadsResponse heads. */
        heads: holdfast.Signed.$Properties[];

        /** HeadsResponse beats. */
        beats: holdfast.Signed.$Properties[];

        /**
         * Encodes the specified HeadsResponse message. Does not implicitly {@link holdfast.HeadsResponse.verify|verify} messages.
         * @param message HeadsResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.HeadsResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a HeadsResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.HeadsResponse & holdfast.HeadsResponse.$Shape} HeadsResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.HeadsResponse & holdfast.HeadsResponse.$Shape;
    }

    namespace HeadsResponse {

        /** Properties of a HeadsResponse. */
        interface $Properties {

            /** HeadsResponse error */
            error?: (holdfast.WireError|null);

            /** HeadsResponse heads */
            heads?: (holdfast.Signed.$Properties[]|null);

            /** HeadsResponse beats */
            beats?: (holdfast.Signed.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a HeadsResponse. */
        type $Shape = holdfast.HeadsResponse.$Properties;
    }

    /**
     * Properties of a CatalogRequest.
     * @deprecated Use holdfast.CatalogRequest.$Properties instead.
     */
    interface ICatalogRequest extends holdfast.CatalogRequest.$Properties {
    }

    /** Represents a CatalogRequest. */
    class CatalogRequest {

        /**
         * Constructs a new CatalogRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.CatalogRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** CatalogRequest author. */
        author: Uint8Array;

        /** CatalogRequest root. */
        root: Uint8Array;

        /** CatalogRequest haveRoot. */
        haveRoot: Uint8Array;

        /** CatalogRequest nodes. */
        nodes: Uint8Array[];

        /**
         * Encodes the specified CatalogRequest message. Does not implicitly {@link holdfast.CatalogRequest.verify|verify} messages.
         * @param message CatalogRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.CatalogRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a CatalogRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.CatalogRequest & holdfast.CatalogRequest.$Shape} CatalogRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.CatalogRequest & holdfast.CatalogRequest.$Shape;
    }

    namespace CatalogRequest {

        /** Properties of a CatalogRequest. */
        interface $Properties {

            /** CatalogRequest author */
            author?: (Uint8Array|null);

            /** CatalogRequest root */
            root?: (Uint8Array|null);

            /** CatalogRequest haveRoot */
            haveRoot?: (Uint8Array|null);

            /** CatalogRequest nodes */
            nodes?: (Uint8Array[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a CatalogRequest. */
        type $Shape = holdfast.CatalogRequest.$Properties;
    }

    /**
     * Properties of a CatalogEdit.
     * @deprecated Use holdfast.CatalogEdit.$Properties instead.
     */
    interface ICatalogEdit extends holdfast.CatalogEdit.$Properties {
    }

    /** Represents a CatalogEdit. */
    class CatalogEdit {

        /**
         * Constructs a new CatalogEdit.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.CatalogEdit.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** CatalogEdit key. */
        key: Uint8Array;

        /** CatalogEdit value. */
        value: Uint8Array;

        /** CatalogEdit removed. */
        removed: boolean;

        /**
         * Encodes the specified CatalogEdit message. Does not implicitly {@link holdfast.CatalogEdit.verify|verify} messages.
         * @param message CatalogEdit message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.CatalogEdit.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a CatalogEdit message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.CatalogEdit & holdfast.CatalogEdit.$Shape} CatalogEdit
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.CatalogEdit & holdfast.CatalogEdit.$Shape;
    }

    namespace CatalogEdit {

        /** Properties of a CatalogEdit. */
        interface $Properties {

            /** CatalogEdit key */
            key?: (Uint8Array|null);

            /** CatalogEdit value */
            value?: (Uint8Array|null);

            /** CatalogEdit removed */
            removed?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a CatalogEdit. */
        type $Shape = holdfast.CatalogEdit.$Properties;
    }

    /**
     * Properties of a CatalogResponse.
     * @deprecated Use holdfast.CatalogResponse.$Properties instead.
     */
    interface ICatalogResponse extends holdfast.CatalogResponse.$Properties {
    }

    /** Represents a CatalogResponse. */
    class CatalogResponse {

        /**
         * Constructs a new CatalogResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.CatalogResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** CatalogResponse error. */
        error: holdfast.WireError;

        /** CatalogResponse edits. */
        edits: holdfast.CatalogEdit.$Properties[];

        /** CatalogResponse editsComplete. */
        editsComplete: boolean;

        /** CatalogResponse nodes. */
        nodes: Uint8Array[];

        /**
         * Encodes the specified CatalogResponse message. Does not implicitly {@link holdfast.CatalogResponse.verify|verify} messages.
         * @param message CatalogResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.CatalogResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a CatalogResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.CatalogResponse & holdfast.CatalogResponse.$Shape} CatalogResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.CatalogResponse & holdfast.CatalogResponse.$Shape;
    }

    namespace CatalogResponse {

        /** Properties of a CatalogResponse. */
        interface $Properties {

            /** CatalogResponse error */
            error?: (holdfast.WireError|null);

            /** CatalogResponse edits */
            edits?: (holdfast.CatalogEdit.$Properties[]|null);

            /** CatalogResponse editsComplete */
            editsComplete?: (boolean|null);

            /** CatalogResponse nodes */
            nodes?: (Uint8Array[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a CatalogResponse. */
        type $Shape = holdfast.CatalogResponse.$Properties;
    }

    /**
     * Properties of a ChunksRequest.
     * @deprecated Use holdfast.ChunksRequest.$Properties instead.
     */
    interface IChunksRequest extends holdfast.ChunksRequest.$Properties {
    }

    /** Represents a ChunksRequest. */
    class ChunksRequest {

        /**
         * Constructs a new ChunksRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.ChunksRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ChunksRequest cids. */
        cids: Uint8Array[];

        /** ChunksRequest window. */
        window: number;

        /** ChunksRequest project. */
        project: Uint8Array;

        /**
         * Encodes the specified ChunksRequest message. Does not implicitly {@link holdfast.ChunksRequest.verify|verify} messages.
         * @param message ChunksRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.ChunksRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ChunksRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.ChunksRequest & holdfast.ChunksRequest.$Shape} ChunksRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.ChunksRequest & holdfast.ChunksRequest.$Shape;
    }

    namespace ChunksRequest {

        /** Properties of a ChunksRequest. */
        interface $Properties {

            /** ChunksRequest cids */
            cids?: (Uint8Array[]|null);

            /** ChunksRequest window */
            window?: (number|null);

            /** ChunksRequest project */
            project?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ChunksRequest. */
        type $Shape = holdfast.ChunksRequest.$Properties;
    }

    /**
     * Properties of a ChunkFrame.
     * @deprecated Use holdfast.ChunkFrame.$Properties instead.
     */
    interface IChunkFrame extends holdfast.ChunkFrame.$Properties {
    }

    /** Represents a ChunkFrame. */
    class ChunkFrame {

        /**
         * Constructs a new ChunkFrame.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.ChunkFrame.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ChunkFrame cid. */
        cid: Uint8Array;

        /** ChunkFrame bytes. */
        bytes: Uint8Array;

        /** ChunkFrame missing. */
        missing: boolean;

        /** ChunkFrame end. */
        end: boolean;

        /**
         * Encodes the specified ChunkFrame message. Does not implicitly {@link holdfast.ChunkFrame.verify|verify} messages.
         * @param message ChunkFrame message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.ChunkFrame.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ChunkFrame message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.ChunkFrame & holdfast.ChunkFrame.$Shape} ChunkFrame
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.ChunkFrame & holdfast.ChunkFrame.$Shape;
    }

    namespace ChunkFrame {

        /** Properties of a ChunkFrame. */
        interface $Properties {

            /** ChunkFrame cid */
            cid?: (Uint8Array|null);

            /** ChunkFrame bytes */
            bytes?: (Uint8Array|null);

            /** ChunkFrame missing */
            missing?: (boolean|null);

            /** ChunkFrame end */
            end?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ChunkFrame. */
        type $Shape = holdfast.ChunkFrame.$Properties;
    }

    /**
     * Properties of an AheadRequest.
     * @deprecated Use holdfast.AheadRequest.$Properties instead.
     */
    interface IAheadRequest extends holdfast.AheadRequest.$Properties {
    }

    /** Represents an AheadRequest. */
    class AheadRequest {

        /**
         * Constructs a new AheadRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.AheadRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AheadRequest project. */
        project: Uint8Array;

        /** AheadRequest run. */
        run: Uint8Array;

        /** AheadRequest from. */
        from: number;

        /**
         * Encodes the specified AheadRequest message. Does not implicitly {@link holdfast.AheadRequest.verify|verify} messages.
         * @param message AheadRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.AheadRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AheadRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.AheadRequest & holdfast.AheadRequest.$Shape} AheadRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.AheadRequest & holdfast.AheadRequest.$Shape;
    }

    namespace AheadRequest {

        /** Properties of an AheadRequest. */
        interface $Properties {

            /** AheadRequest project */
            project?: (Uint8Array|null);

            /** AheadRequest run */
            run?: (Uint8Array|null);

            /** AheadRequest from */
            from?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AheadRequest. */
        type $Shape = holdfast.AheadRequest.$Properties;
    }

    /**
     * Properties of an AheadResponse.
     * @deprecated Use holdfast.AheadResponse.$Properties instead.
     */
    interface IAheadResponse extends holdfast.AheadResponse.$Properties {
    }

    /** Represents an AheadResponse. */
    class AheadResponse {

        /**
         * Constructs a new AheadResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.AheadResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AheadResponse error. */
        error: holdfast.WireError;

        /** AheadResponse run. */
        run: Uint8Array;

        /** AheadResponse chunks. */
        chunks: Uint8Array;

        /** AheadResponse done. */
        done: boolean;

        /**
         * Encodes the specified AheadResponse message. Does not implicitly {@link holdfast.AheadResponse.verify|verify} messages.
         * @param message AheadResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.AheadResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AheadResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.AheadResponse & holdfast.AheadResponse.$Shape} AheadResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.AheadResponse & holdfast.AheadResponse.$Shape;
    }

    namespace AheadResponse {

        /** Properties of an AheadResponse. */
        interface $Properties {

            /** AheadResponse error */
            error?: (holdfast.WireError|null);

            /** AheadResponse run */
            run?: (Uint8Array|null);

            /** AheadResponse chunks */
            chunks?: (Uint8Array|null);

            /** AheadResponse done */
            done?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AheadResponse. */
        type $Shape = holdfast.AheadResponse.$Properties;
    }

    /**
     * Properties of a LeaseRequest.
     * @deprecated Use holdfast.LeaseRequest.$Properties instead.
     */
    interface ILeaseRequest extends holdfast.LeaseRequest.$Properties {
    }

    /** Represents a LeaseRequest. */
    class LeaseRequest {

        /**
         * Constructs a new LeaseRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.LeaseRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** LeaseRequest project. */
        project: Uint8Array;

        /** LeaseRequest snapshots. */
        snapshots: Uint8Array;

        /** LeaseRequest nonce. */
        nonce: Uint8Array;

        /** LeaseRequest durationMs. */
        durationMs: number;

        /** LeaseRequest release. */
        release: boolean;

        /** LeaseRequest locksLeftMs. */
        locksLeftMs: number[];

        /**
         * Encodes the specified LeaseRequest message. Does not implicitly {@link holdfast.LeaseRequest.verify|verify} messages.
         * @param message LeaseRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.LeaseRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LeaseRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.LeaseRequest & holdfast.LeaseRequest.$Shape} LeaseRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.LeaseRequest & holdfast.LeaseRequest.$Shape;
    }

    namespace LeaseRequest {

        /** Properties of a LeaseRequest. */
        interface $Properties {

            /** LeaseRequest project */
            project?: (Uint8Array|null);

            /** LeaseRequest snapshots */
            snapshots?: (Uint8Array|null);

            /** LeaseRequest nonce */
            nonce?: (Uint8Array|null);

            /** LeaseRequest durationMs */
            durationMs?: (number|null);

            /** LeaseRequest release */
            release?: (boolean|null);

            /** LeaseRequest locksLeftMs */
            locksLeftMs?: (number[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LeaseRequest. */
        type $Shape = holdfast.LeaseRequest.$Properties;
    }

    /**
     * Properties of a Lease.
     * @deprecated Use holdfast.Lease.$Properties instead.
     */
    interface ILease extends holdfast.Lease.$Properties {
    }

    /** Represents a Lease. */
    class Lease {

        /**
         * Constructs a new Lease.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.Lease.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Lease project. */
        project: Uint8Array;

        /** Lease snapshots. */
        snapshots: Uint8Array;

        /** Lease nonce. */
        nonce: Uint8Array;

        /** Lease dropper. */
        dropper: Uint8Array;

        /** Lease granter. */
        granter: Uint8Array;

        /** Lease durationMs. */
        durationMs: number;

        /** Lease lockLeftMs. */
        lockLeftMs: number;

        /**
         * Encodes the specified Lease message. Does not implicitly {@link holdfast.Lease.verify|verify} messages.
         * @param message Lease message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.Lease.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Lease message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.Lease & holdfast.Lease.$Shape} Lease
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.Lease & holdfast.Lease.$Shape;
    }

    namespace Lease {

        /** Properties of a Lease. */
        interface $Properties {

            /** Lease project */
            project?: (Uint8Array|null);

            /** Lease snapshots */
            snapshots?: (Uint8Array|null);

            /** Lease nonce */
            nonce?: (Uint8Array|null);

            /** Lease dropper */
            dropper?: (Uint8Array|null);

            /** Lease granter */
            granter?: (Uint8Array|null);

            /** Lease durationMs */
            durationMs?: (number|null);

            /** Lease lockLeftMs */
            lockLeftMs?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Lease. */
        type $Shape = holdfast.Lease.$Properties;
    }

    /**
     * Properties of a LeaseResponse.
     * @deprecated Use holdfast.LeaseResponse.$Properties instead.
     */
    interface ILeaseResponse extends holdfast.LeaseResponse.$Properties {
    }

    /** Represents a LeaseResponse. */
    class LeaseResponse {

        /**
         * Constructs a new LeaseResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.LeaseResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** LeaseResponse error. */
        error: holdfast.WireError;

        /** LeaseResponse lease. */
        lease?: (holdfast.Signed.$Properties|null);

        /** LeaseResponse why. */
        why: string;

        /**
         * Encodes the specified LeaseResponse message. Does not implicitly {@link holdfast.LeaseResponse.verify|verify} messages.
         * @param message LeaseResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.LeaseResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LeaseResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.LeaseResponse & holdfast.LeaseResponse.$Shape} LeaseResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.LeaseResponse & holdfast.LeaseResponse.$Shape;
    }

    namespace LeaseResponse {

        /** Properties of a LeaseResponse. */
        interface $Properties {

            /** LeaseResponse error */
            error?: (holdfast.WireError|null);

            /** LeaseResponse lease */
            lease?: (holdfast.Signed.$Properties|null);

            /** LeaseResponse why */
            why?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LeaseResponse. */
        type $Shape = holdfast.LeaseResponse.$Properties;
    }

    /**
     * Properties of a ProveRequest.
     * @deprecated Use holdfast.ProveRequest.$Properties instead.
     */
    interface IProveRequest extends holdfast.ProveRequest.$Properties {
    }

    /** Represents a ProveRequest. */
    class ProveRequest {

        /**
         * Constructs a new ProveRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.ProveRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ProveRequest challenge. */
        challenge?: (holdfast.Signed.$Properties|null);

        /**
         * Encodes the specified ProveRequest message. Does not implicitly {@link holdfast.ProveRequest.verify|verify} messages.
         * @param message ProveRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.ProveRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ProveRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.ProveRequest & holdfast.ProveRequest.$Shape} ProveRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.ProveRequest & holdfast.ProveRequest.$Shape;
    }

    namespace ProveRequest {

        /** Properties of a ProveRequest. */
        interface $Properties {

            /** ProveRequest challenge */
            challenge?: (holdfast.Signed.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ProveRequest. */
        type $Shape = holdfast.ProveRequest.$Properties;
    }

    /**
     * Properties of a ProveResponse.
     * @deprecated Use holdfast.ProveResponse.$Properties instead.
     */
    interface IProveResponse extends holdfast.ProveResponse.$Properties {
    }

    /** Represents a ProveResponse. */
    class ProveResponse {

        /**
         * Constructs a new ProveResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.ProveResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ProveResponse error. */
        error: holdfast.WireError;

        /** ProveResponse answer. */
        answer?: (holdfast.Signed.$Properties|null);

        /**
         * Encodes the specified ProveResponse message. Does not implicitly {@link holdfast.ProveResponse.verify|verify} messages.
         * @param message ProveResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.ProveResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ProveResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.ProveResponse & holdfast.ProveResponse.$Shape} ProveResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.ProveResponse & holdfast.ProveResponse.$Shape;
    }

    namespace ProveResponse {

        /** Properties of a ProveResponse. */
        interface $Properties {

            /** ProveResponse error */
            error?: (holdfast.WireError|null);

            /** ProveResponse answer */
            answer?: (holdfast.Signed.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ProveResponse. */
        type $Shape = holdfast.ProveResponse.$Properties;
    }

    /**
     * Properties of a JoinRequest.
     * @deprecated Use holdfast.JoinRequest.$Properties instead.
     */
    interface IJoinRequest extends holdfast.JoinRequest.$Properties {
    }

    /** Represents a JoinRequest. */
    class JoinRequest {

        /**
         * Constructs a new JoinRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.JoinRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** JoinRequest oneTime. */
        oneTime: Uint8Array;

        /** JoinRequest site. */
        site: Uint8Array;

        /** JoinRequest sealing. */
        sealing: Uint8Array;

        /** JoinRequest labels. */
        labels: { [k: string]: string };

        /** JoinRequest addresses. */
        addresses: string[];

        /** JoinRequest signature. */
        signature: Uint8Array;

        /** JoinRequest name. */
        name: string;

        /** JoinRequest time. */
        time: number;

        /**
         * Encodes the specified JoinRequest message. Does not implicitly {@link holdfast.JoinRequest.verify|verify} messages.
         * @param message JoinRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.JoinRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a JoinRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.JoinRequest & holdfast.JoinRequest.$Shape} JoinRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.JoinRequest & holdfast.JoinRequest.$Shape;
    }

    namespace JoinRequest {

        /** Properties of a JoinRequest. */
        interface $Properties {

            /** JoinRequest oneTime */
            oneTime?: (Uint8Array|null);

            /** JoinRequest site */
            site?: (Uint8Array|null);

            /** JoinRequest sealing */
            sealing?: (Uint8Array|null);

            /** JoinRequest labels */
            labels?: ({ [k: string]: string }|null);

            /** JoinRequest addresses */
            addresses?: (string[]|null);

            /** JoinRequest signature */
            signature?: (Uint8Array|null);

            /** JoinRequest name */
            name?: (string|null);

            /** JoinRequest time */
            time?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a JoinRequest. */
        type $Shape = holdfast.JoinRequest.$Properties;
    }

    /**
     * Properties of a JoinResponse.
     * @deprecated Use holdfast.JoinResponse.$Properties instead.
     */
    interface IJoinResponse extends holdfast.JoinResponse.$Properties {
    }

    /** Represents a JoinResponse. */
    class JoinResponse {

        /**
         * Constructs a new JoinResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.JoinResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** JoinResponse error. */
        error: holdfast.WireError;

        /** JoinResponse reason. */
        reason: string;

        /** JoinResponse membership. */
        membership?: (holdfast.Membership.$Properties|null);

        /** JoinResponse heads. */
        heads: holdfast.Signed.$Properties[];

        /** JoinResponse time. */
        time: number;

        /**
         * Encodes the specified JoinResponse message. Does not implicitly {@link holdfast.JoinResponse.verify|verify} messages.
         * @param message JoinResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.JoinResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a JoinResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.JoinResponse & holdfast.JoinResponse.$Shape} JoinResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.JoinResponse & holdfast.JoinResponse.$Shape;
    }

    namespace JoinResponse {

        /** Properties of a JoinResponse. */
        interface $Properties {

            /** JoinResponse error */
            error?: (holdfast.WireError|null);

            /** JoinResponse reason */
            reason?: (string|null);

            /** JoinResponse membership */
            membership?: (holdfast.Membership.$Properties|null);

            /** JoinResponse heads */
            heads?: (holdfast.Signed.$Properties[]|null);

            /** JoinResponse time */
            time?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a JoinResponse. */
        type $Shape = holdfast.JoinResponse.$Properties;
    }

    /**
     * Properties of a JournalEntry.
     * @deprecated Use holdfast.JournalEntry.$Properties instead.
     */
    interface IJournalEntry extends holdfast.JournalEntry.$Properties {
    }

    /** Represents a JournalEntry. */
    class JournalEntry {

        /**
         * Constructs a new JournalEntry.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.JournalEntry.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** JournalEntry headAccepted. */
        headAccepted?: (holdfast.Signed.$Properties|null);

        /** JournalEntry snapshotAccepted. */
        snapshotAccepted?: (holdfast.Signed.$Properties|null);

        /** JournalEntry statement. */
        statement?: (holdfast.Statement.$Properties|null);

        /** JournalEntry inviteConsumed. */
        inviteConsumed?: (Uint8Array|null);

        /** JournalEntry ownHead. */
        ownHead?: (holdfast.Signed.$Properties|null);

        /** JournalEntry inviteOpened. */
        inviteOpened?: (holdfast.Signed.$Properties|null);

        /** JournalEntry state. */
        state?: (holdfast.KeyValue.$Properties|null);

        /** JournalEntry forkOther. */
        forkOther?: (holdfast.Signed.$Properties|null);

        /** JournalEntry invite. */
        invite?: (holdfast.OpenInvite.$Properties|null);

        /** JournalEntry inviteRevoked. */
        inviteRevoked?: (Uint8Array|null);

        /** JournalEntry lock. */
        lock?: (holdfast.Lock.$Properties|null);

        /** JournalEntry trash. */
        trash?: (holdfast.TrashMark.$Properties|null);

        /** JournalEntry kept. */
        kept?: (holdfast.KeptRecord.$Properties|null);

        /** JournalEntry lease. */
        lease?: (holdfast.LeaseGiven.$Properties|null);

        /** JournalEntry removal. */
        removal?: (holdfast.Removal.$Properties|null);

        /** JournalEntry entry. */
        entry?: ("headAccepted"|"snapshotAccepted"|"statement"|"inviteConsumed"|"ownHead"|"inviteOpened"|"state"|"forkOther"|"invite"|"inviteRevoked"|"lock"|"trash"|"kept"|"lease"|"removal");

        /**
         * Encodes the specified JournalEntry message. Does not implicitly {@link holdfast.JournalEntry.verify|verify} messages.
         * @param message JournalEntry message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.JournalEntry.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a JournalEntry message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.JournalEntry & holdfast.JournalEntry.$Shape} JournalEntry
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.JournalEntry & holdfast.JournalEntry.$Shape;
    }

    namespace JournalEntry {

        /** Properties of a JournalEntry. */
        interface $Properties {

            /** JournalEntry headAccepted */
            headAccepted?: (holdfast.Signed.$Properties|null);

            /** JournalEntry snapshotAccepted */
            snapshotAccepted?: (holdfast.Signed.$Properties|null);

            /** JournalEntry statement */
            statement?: (holdfast.Statement.$Properties|null);

            /** JournalEntry inviteConsumed */
            inviteConsumed?: (Uint8Array|null);

            /** JournalEntry ownHead */
            ownHead?: (holdfast.Signed.$Properties|null);

            /** JournalEntry inviteOpened */
            inviteOpened?: (holdfast.Signed.$Properties|null);

            /** JournalEntry state */
            state?: (holdfast.KeyValue.$Properties|null);

            /** JournalEntry forkOther */
            forkOther?: (holdfast.Signed.$Properties|null);

            /** JournalEntry invite */
            invite?: (holdfast.OpenInvite.$Properties|null);

            /** JournalEntry inviteRevoked */
            inviteRevoked?: (Uint8Array|null);

            /** JournalEntry lock */
            lock?: (holdfast.Lock.$Properties|null);

            /** JournalEntry trash */
            trash?: (holdfast.TrashMark.$Properties|null);

            /** JournalEntry kept */
            kept?: (holdfast.KeptRecord.$Properties|null);

            /** JournalEntry lease */
            lease?: (holdfast.LeaseGiven.$Properties|null);

            /** JournalEntry removal */
            removal?: (holdfast.Removal.$Properties|null);

            /** JournalEntry entry */
            entry?: ("headAccepted"|"snapshotAccepted"|"statement"|"inviteConsumed"|"ownHead"|"inviteOpened"|"state"|"forkOther"|"invite"|"inviteRevoked"|"lock"|"trash"|"kept"|"lease"|"removal");

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Narrowed shape of a JournalEntry. */
        type $Shape = {
          headAccepted?: holdfast.Signed.$Shape|null;
          snapshotAccepted?: holdfast.Signed.$Shape|null;
          statement?: holdfast.Statement.$Shape|null;
          inviteConsumed?: Uint8Array|null;
          ownHead?: holdfast.Signed.$Shape|null;
          inviteOpened?: holdfast.Signed.$Shape|null;
          state?: holdfast.KeyValue.$Shape|null;
          forkOther?: holdfast.Signed.$Shape|null;
          invite?: holdfast.OpenInvite.$Shape|null;
          inviteRevoked?: Uint8Array|null;
          lock?: holdfast.Lock.$Shape|null;
          trash?: holdfast.TrashMark.$Shape|null;
          kept?: holdfast.KeptRecord.$Shape|null;
          lease?: holdfast.LeaseGiven.$Shape|null;
          removal?: holdfast.Removal.$Shape|null;
          $unknowns?: Uint8Array[];
        } & (
          ({ entry?: undefined; headAccepted?: null; snapshotAccepted?: null; statement?: null; inviteConsumed?: null; ownHead?: null; inviteOpened?: null; state?: null; forkOther?: null; invite?: null; inviteRevoked?: null; lock?: null; trash?: null; kept?: null; lease?: null; removal?: null }|{ entry?: "headAccepted"; headAccepted: holdfast.Signed.$Shape; snapshotAccepted?: null; statement?: null; inviteConsumed?: null; ownHead?: null; inviteOpened?: null; state?: null; forkOther?: null; invite?: null; inviteRevoked?: null; lock?: null; trash?: null; kept?: null; lease?: null; removal?: null }|{ entry?: "snapshotAccepted"; headAccepted?: null; snapshotAccepted: holdfast.Signed.$Shape; statement?: null; inviteConsumed?: null; ownHead?: null; inviteOpened?: null; state?: null; forkOther?: null; invite?: null; inviteRevoked?: null; lock?: null; trash?: null; kept?: null; lease?: null; removal?: null }|{ entry?: "statement"; headAccepted?: null; snapshotAccepted?: null; statement: holdfast.Statement.$Shape; inviteConsumed?: null; ownHead?: null; inviteOpened?: null; state?: null; forkOther?: null; invite?: null; inviteRevoked?: null; lock?: null; trash?: null; kept?: null; lease?: null; removal?: null }|{ entry?: "inviteConsumed"; headAccepted?: null; snapshotAccepted?: null; statement?: null; inviteConsumed: Uint8Array; ownHead?: null; inviteOpened?: null; state?: null; forkOther?: null; invite?: null; inviteRevoked?: null; lock?: null; trash?: null; kept?: null; lease?: null; removal?: null }|{ entry?: "ownHead"; headAccepted?: null; snapshotAccepted?: null; statement?: null; inviteConsumed?: null; ownHead: holdfast.Signed.$Shape; inviteOpened?: null; state?: null; forkOther?: null; invite?: null; inviteRevoked?: null; lock?: null; trash?: null; kept?: null; lease?: null; removal?: null }|{ entry?: "inviteOpened"; headAccepted?: null; snapshotAccepted?: null; statement?: null; inviteConsumed?: null; ownHead?: null; inviteOpened: holdfast.Signed.$Shape; state?: null; forkOther?: null; invite?: null; inviteRevoked?: null; lock?: null; trash?: null; kept?: null; lease?: null; removal?: null }|{ entry?: "state"; headAccepted?: null; snapshotAccepted?: null; statement?: null; inviteConsumed?: null; ownHead?: null; inviteOpened?: null; state: holdfast.KeyValue.$Shape; forkOther?: null; invite?: null; inviteRevoked?: null; lock?: null; trash?: null; kept?: null; lease?: null; removal?: null }|{ entry?: "forkOther"; headAccepted?: null; snapshotAccepted?: null; statement?: null; inviteConsumed?: null; ownHead?: null; inviteOpened?: null; state?: null; forkOther: holdfast.Signed.$Shape; invite?: null; inviteRevoked?: null; lock?: null; trash?: null; kept?: null; lease?: null; removal?: null }|{ entry?: "invite"; headAccepted?: null; snapshotAccepted?: null; statement?: null; inviteConsumed?: null; ownHead?: null; inviteOpened?: null; state?: null; forkOther?: null; invite: holdfast.OpenInvite.$Shape; inviteRevoked?: null; lock?: null; trash?: null; kept?: null; lease?: null; removal?: null }|{ entry?: "inviteRevoked"; headAccepted?: null; snapshotAccepted?: null; statement?: null; inviteConsumed?: null; ownHead?: null; inviteOpened?: null; state?: null; forkOther?: null; invite?: null; inviteRevoked: Uint8Array; lock?: null; trash?: null; kept?: null; lease?: null; removal?: null }|{ entry?: "lock"; headAccepted?: null; snapshotAccepted?: null; statement?: null; inviteConsumed?: null; ownHead?: null; inviteOpened?: null; state?: null; forkOther?: null; invite?: null; inviteRevoked?: null; lock: holdfast.Lock.$Shape; trash?: null; kept?: null; lease?: null; removal?: null }|{ entry?: "trash"; headAccepted?: null; snapshotAccepted?: null; statement?: null; inviteConsumed?: null; ownHead?: null; inviteOpened?: null; state?: null; forkOther?: null; invite?: null; inviteRevoked?: null; lock?: null; trash: holdfast.TrashMark.$Shape; kept?: null; lease?: null; removal?: null }|{ entry?: "kept"; headAccepted?: null; snapshotAccepted?: null; statement?: null; inviteConsumed?: null; ownHead?: null; inviteOpened?: null; state?: null; forkOther?: null; invite?: null; inviteRevoked?: null; lock?: null; trash?: null; kept: holdfast.KeptRecord.$Shape; lease?: null; removal?: null }|{ entry?: "lease"; headAccepted?: null; snapshotAccepted?: null; statement?: null; inviteConsumed?: null; ownHead?: null; inviteOpened?: null; state?: null; forkOther?: null; invite?: null; inviteRevoked?: null; lock?: null; trash?: null; kept?: null; lease: holdfast.LeaseGiven.$Shape; removal?: null }|{ entry?: "removal"; headAccepted?: null; snapshotAccepted?: null; statement?: null; inviteConsumed?: null; ownHead?: null; inviteOpened?: null; state?: null; forkOther?: null; invite?: null; inviteRevoked?: null; lock?: null; trash?: null; kept?: null; lease?: null; removal: holdfast.Removal.$Shape })
        );
    }

    /**
     * Properties of a Lock.
     * @deprecated Use holdfast.Lock.$Properties instead.
     */
    interface ILock extends holdfast.Lock.$Properties {
    }

    /** Represents a Lock. */
    class Lock {

        /**
         * Constructs a new Lock.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.Lock.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Lock project. */
        project: Uint8Array;

        /** Lock snapshot. */
        snapshot: Uint8Array;

        /** Lock acceptedAt. */
        acceptedAt: number;

        /** Lock until. */
        until: number;

        /**
         * Encodes the specified Lock message. Does not implicitly {@link holdfast.Lock.verify|verify} messages.
         * @param message Lock message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.Lock.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Lock message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.Lock & holdfast.Lock.$Shape} Lock
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.Lock & holdfast.Lock.$Shape;
    }

    namespace Lock {

        /** Properties of a Lock. */
        interface $Properties {

            /** Lock project */
            project?: (Uint8Array|null);

            /** Lock snapshot */
            snapshot?: (Uint8Array|null);

            /** Lock acceptedAt */
            acceptedAt?: (number|null);

            /** Lock until */
            until?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Lock. */
        type $Shape = holdfast.Lock.$Properties;
    }

    /**
     * Properties of a TrashMark.
     * @deprecated Use holdfast.TrashMark.$Properties instead.
     */
    interface ITrashMark extends holdfast.TrashMark.$Properties {
    }

    /** Represents a TrashMark. */
    class TrashMark {

        /**
         * Constructs a new TrashMark.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.TrashMark.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** TrashMark project. */
        project: Uint8Array;

        /** TrashMark snapshot. */
        snapshot: Uint8Array;

        /** TrashMark reason. */
        reason: holdfast.TrashReason;

        /** TrashMark at. */
        at: number;

        /** TrashMark freeAt. */
        freeAt: number;

        /** TrashMark certificate. */
        certificate: Uint8Array;

        /** TrashMark takenBack. */
        takenBack: boolean;

        /** TrashMark freed. */
        freed: boolean;

        /**
         * Encodes the specified TrashMark message. Does not implicitly {@link holdfast.TrashMark.verify|verify} messages.
         * @param message TrashMark message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.TrashMark.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a TrashMark message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.TrashMark & holdfast.TrashMark.$Shape} TrashMark
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.TrashMark & holdfast.TrashMark.$Shape;
    }

    namespace TrashMark {

        /** Properties of a TrashMark. */
        interface $Properties {

            /** TrashMark project */
            project?: (Uint8Array|null);

            /** TrashMark snapshot */
            snapshot?: (Uint8Array|null);

            /** TrashMark reason */
            reason?: (holdfast.TrashReason|null);

            /** TrashMark at */
            at?: (number|null);

            /** TrashMark freeAt */
            freeAt?: (number|null);

            /** TrashMark certificate */
            certificate?: (Uint8Array|null);

            /** TrashMark takenBack */
            takenBack?: (boolean|null);

            /** TrashMark freed */
            freed?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a TrashMark. */
        type $Shape = holdfast.TrashMark.$Properties;
    }

    /** TrashReason enum. */
    enum TrashReason {

        /** TRASH_UNSPECIFIED value */
        TRASH_UNSPECIFIED = 0,

        /** SURPLUS value */
        SURPLUS = 1,

        /** FORGOTTEN value */
        FORGOTTEN = 2,

        /** DELETED value */
        DELETED = 3
    }

    /**
     * Properties of a KeptRecord.
     * @deprecated Use holdfast.KeptRecord.$Properties instead.
     */
    interface IKeptRecord extends holdfast.KeptRecord.$Properties {
    }

    /** Represents a KeptRecord. */
    class KeptRecord {

        /**
         * Constructs a new KeptRecord.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.KeptRecord.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** KeptRecord type. */
        type: string;

        /** KeptRecord signed. */
        signed: Uint8Array;

        /** KeptRecord acceptedAt. */
        acceptedAt: number;

        /** KeptRecord settled. */
        settled: boolean;

        /**
         * Encodes the specified KeptRecord message. Does not implicitly {@link holdfast.KeptRecord.verify|verify} messages.
         * @param message KeptRecord message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.KeptRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a KeptRecord message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.KeptRecord & holdfast.KeptRecord.$Shape} KeptRecord
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.KeptRecord & holdfast.KeptRecord.$Shape;
    }

    namespace KeptRecord {

        /** Properties of a KeptRecord. */
        interface $Properties {

            /** KeptRecord type */
            type?: (string|null);

            /** KeptRecord signed */
            signed?: (Uint8Array|null);

            /** KeptRecord acceptedAt */
            acceptedAt?: (number|null);

            /** KeptRecord settled */
            settled?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a KeptRecord. */
        type $Shape = holdfast.KeptRecord.$Properties;
    }

    /**
     * Properties of a LeaseGiven.
     * @deprecated Use holdfast.LeaseGiven.$Properties instead.
     */
    interface ILeaseGiven extends holdfast.LeaseGiven.$Properties {
    }

    /** Represents a LeaseGiven. */
    class LeaseGiven {

        /**
         * Constructs a new LeaseGiven.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.LeaseGiven.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** LeaseGiven project. */
        project: Uint8Array;

        /** LeaseGiven snapshots. */
        snapshots: Uint8Array;

        /** LeaseGiven dropper. */
        dropper: Uint8Array;

        /** LeaseGiven nonce. */
        nonce: Uint8Array;

        /** LeaseGiven until. */
        until: number;

        /** LeaseGiven ended. */
        ended: boolean;

        /**
         * Encodes the specified LeaseGiven message. Does not implicitly {@link holdfast.LeaseGiven.verify|verify} messages.
         * @param message LeaseGiven message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.LeaseGiven.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LeaseGiven message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.LeaseGiven & holdfast.LeaseGiven.$Shape} LeaseGiven
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.LeaseGiven & holdfast.LeaseGiven.$Shape;
    }

    namespace LeaseGiven {

        /** Properties of a LeaseGiven. */
        interface $Properties {

            /** LeaseGiven project */
            project?: (Uint8Array|null);

            /** LeaseGiven snapshots */
            snapshots?: (Uint8Array|null);

            /** LeaseGiven dropper */
            dropper?: (Uint8Array|null);

            /** LeaseGiven nonce */
            nonce?: (Uint8Array|null);

            /** LeaseGiven until */
            until?: (number|null);

            /** LeaseGiven ended */
            ended?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LeaseGiven. */
        type $Shape = holdfast.LeaseGiven.$Properties;
    }

    /**
     * Properties of a Removal.
     * @deprecated Use holdfast.Removal.$Properties instead.
     */
    interface IRemoval extends holdfast.Removal.$Properties {
    }

    /** Represents a Removal. */
    class Removal {

        /**
         * Constructs a new Removal.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.Removal.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Removal project. */
        project: Uint8Array;

        /** Removal snapshots. */
        snapshots: Uint8Array;

        /** Removal ended. */
        ended: boolean;

        /**
         * Encodes the specified Removal message. Does not implicitly {@link holdfast.Removal.verify|verify} messages.
         * @param message Removal message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.Removal.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Removal message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.Removal & holdfast.Removal.$Shape} Removal
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.Removal & holdfast.Removal.$Shape;
    }

    namespace Removal {

        /** Properties of a Removal. */
        interface $Properties {

            /** Removal project */
            project?: (Uint8Array|null);

            /** Removal snapshots */
            snapshots?: (Uint8Array|null);

            /** Removal ended */
            ended?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Removal. */
        type $Shape = holdfast.Removal.$Properties;
    }

    /**
     * Properties of a KeyValue.
     * @deprecated Use holdfast.KeyValue.$Properties instead.
     */
    interface IKeyValue extends holdfast.KeyValue.$Properties {
    }

    /** Represents a KeyValue. */
    class KeyValue {

        /**
         * Constructs a new KeyValue.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.KeyValue.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** KeyValue key. */
        key: string;

        /** KeyValue value. */
        value: Uint8Array;

        /** KeyValue removed. */
        removed: boolean;

        /**
         * Encodes the specified KeyValue message. Does not implicitly {@link holdfast.KeyValue.verify|verify} messages.
         * @param message KeyValue message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.KeyValue.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a KeyValue message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.KeyValue & holdfast.KeyValue.$Shape} KeyValue
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.KeyValue & holdfast.KeyValue.$Shape;
    }

    namespace KeyValue {

        /** Properties of a KeyValue. */
        interface $Properties {

            /** KeyValue key */
            key?: (string|null);

            /** KeyValue value */
            value?: (Uint8Array|null);

            /** KeyValue removed */
            removed?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a KeyValue. */
        type $Shape = holdfast.KeyValue.$Properties;
    }

    /**
     * Properties of an OpenInvite.
     * @deprecated Use holdfast.OpenInvite.$Properties instead.
     */
    interface IOpenInvite extends holdfast.OpenInvite.$Properties {
    }

    /** Represents an OpenInvite. */
    class OpenInvite {

        /**
         * Constructs a new OpenInvite.
         * @param [properties] Properties to set
         */
        constructor(properties?: holdfast.OpenInvite.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** OpenInvite slot. */
        slot: Uint8Array;

        /** OpenInvite secretHash. */
        secretHash: Uint8Array;

        /**
         * Encodes the specified OpenInvite message. Does not implicitly {@link holdfast.OpenInvite.verify|verify} messages.
         * @param message OpenInvite message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: holdfast.OpenInvite.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an OpenInvite message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {holdfast.OpenInvite & holdfast.OpenInvite.$Shape} OpenInvite
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.OpenInvite & holdfast.OpenInvite.$Shape;
    }

    namespace OpenInvite {

        /** Properties of an OpenInvite. */
        interface $Properties {

            /** OpenInvite slot */
            slot?: (Uint8Array|null);

            /** OpenInvite secretHash */
            secretHash?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an OpenInvite. */
        type $Shape = holdfast.OpenInvite.$Properties;
    }
}
