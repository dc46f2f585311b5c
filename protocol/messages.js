/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "./protobuf-minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["default"] || ($protobuf.roots["default"] = {});

export const holdfast = $root.holdfast = (() => {

    /**
     * Namespace holdfast.
     * @exports holdfast
     * @namespace
     */
    const holdfast = {};

    holdfast.Signed = (function() {

        /**
         * Properties of a Signed.
         * @typedef {Object} holdfast.Signed.$Properties
         * @property {Uint8Array|null} [body] Signed body
         * @property {Uint8Array|null} [author] Signed author
         * @property {Uint8Array|null} [signature] Signed signature
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Signed.
         * @memberof holdfast
         * @interface ISigned
         * @augments holdfast.Signed.$Properties
         * @deprecated Use holdfast.Signed.$Properties instead.
         */

        /**
         * Shape of a Signed.
         * @typedef {holdfast.Signed.$Properties} holdfast.Signed.$Shape
         */

        /**
         * Constructs a new Signed.
         * @memberof holdfast
         * @classdesc Represents a Signed.
         * @constructor
         * @param {holdfast.Signed.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Signed = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Signed body.
         * @member {Uint8Array} body
         * @memberof holdfast.Signed
         * @instance
         */
        Signed.prototype.body = $util.newBuffer([]);

        /**
         * Signed author.
         * @member {Uint8Array} author
         * @memberof holdfast.Signed
         * @instance
         */
        Signed.prototype.author = $util.newBuffer([]);

        /**
         * Signed signature.
         * @member {Uint8Array} signature
         * @memberof holdfast.Signed
         * @instance
         */
        Signed.prototype.signature = $util.newBuffer([]);

        /**
         * Encodes the specified Signed message. Does not implicitly {@link holdfast.Signed.verify|verify} messages.
         * @function encode
         * @memberof holdfast.Signed
         * @static
         * @param {holdfast.Signed.$Properties} message Signed message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Signed.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.body != null && $Object.hasOwnProperty.call(message, "body") && message.body.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.body);
            if (message.author != null && $Object.hasOwnProperty.call(message, "author") && message.author.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.author);
            if (message.signature != null && $Object.hasOwnProperty.call(message, "signature") && message.signature.length)
                writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.signature);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Signed message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.Signed
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.Signed & holdfast.Signed.$Shape} Signed
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Signed.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.Signed();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.body = value;
                        else
                            delete message.body;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.author = value;
                        else
                            delete message.author;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.signature = value;
                        else
                            delete message.signature;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Signed;
    })();

    holdfast.Xattr = (function() {

        /**
         * Properties of a Xattr.
         * @typedef {Object} holdfast.Xattr.$Properties
         * @property {Uint8Array|null} [name] Xattr name
         * @property {Uint8Array|null} [value] Xattr value
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Xattr.
         * @memberof holdfast
         * @interface IXattr
         * @augments holdfast.Xattr.$Properties
         * @deprecated Use holdfast.Xattr.$Properties instead.
         */

        /**
         * Shape of a Xattr.
         * @typedef {holdfast.Xattr.$Properties} holdfast.Xattr.$Shape
         */

        /**
         * Constructs a new Xattr.
         * @memberof holdfast
         * @classdesc Represents a Xattr.
         * @constructor
         * @param {holdfast.Xattr.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Xattr = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Xattr name.
         * @member {Uint8Array} name
         * @memberof holdfast.Xattr
         * @instance
         */
        Xattr.prototype.name = $util.newBuffer([]);

        /**
         * Xattr value.
         * @member {Uint8Array} value
         * @memberof holdfast.Xattr
         * @instance
         */
        Xattr.prototype.value = $util.newBuffer([]);

        /**
         * Encodes the specified Xattr message. Does not implicitly {@link holdfast.Xattr.verify|verify} messages.
         * @function encode
         * @memberof holdfast.Xattr
         * @static
         * @param {holdfast.Xattr.$Properties} message Xattr message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Xattr.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.name);
            if (message.value != null && $Object.hasOwnProperty.call(message, "value") && message.value.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.value);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Xattr message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.Xattr
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.Xattr & holdfast.Xattr.$Shape} Xattr
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Xattr.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.Xattr();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.value = value;
                        else
                            delete message.value;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Xattr;
    })();

    /**
     * EntryType enum.
     * @name holdfast.EntryType
     * @enum {number}
     * @property {number} ENTRY_UNSPECIFIED=0 ENTRY_UNSPECIFIED value
     * @property {number} FILE=1 FILE value
     * @property {number} DIRECTORY=2 DIRECTORY value
     * @property {number} SYMLINK=3 SYMLINK value
     */
    holdfast.EntryType = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[0] = "ENTRY_UNSPECIFIED"] = 0;
        values[valuesById[1] = "FILE"] = 1;
        values[valuesById[2] = "DIRECTORY"] = 2;
        values[valuesById[3] = "SYMLINK"] = 3;
        return values;
    })();

    holdfast.Entry = (function() {

        /**
         * Properties of an Entry.
         * @typedef {Object} holdfast.Entry.$Properties
         * @property {Uint8Array|null} [name] Entry name
         * @property {holdfast.EntryType|null} [type] Entry type
         * @property {number|null} [mode] Entry mode
         * @property {number|null} [mtimeS] Entry mtimeS
         * @property {number|null} [mtimeNs] Entry mtimeNs
         * @property {number|null} [size] Entry size
         * @property {number|null} [child] Entry child
         * @property {Uint8Array|null} [target] Entry target
         * @property {Uint8Array|null} [linkGroup] Entry linkGroup
         * @property {Array.<holdfast.Xattr.$Properties>|null} [xattrs] Entry xattrs
         * @property {boolean|null} [live] Entry live
         * @property {holdfast.Category|null} [category] Entry category
         * @property {holdfast.Media.$Properties|null} [media] Entry media
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of an Entry.
         * @memberof holdfast
         * @interface IEntry
         * @augments holdfast.Entry.$Properties
         * @deprecated Use holdfast.Entry.$Properties instead.
         */

        /**
         * Shape of an Entry.
         * @typedef {holdfast.Entry.$Properties} holdfast.Entry.$Shape
         */

        /**
         * Constructs a new Entry.
         * @memberof holdfast
         * @classdesc Represents an Entry.
         * @constructor
         * @param {holdfast.Entry.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Entry = function (properties) {
            this.xattrs = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Entry name.
         * @member {Uint8Array} name
         * @memberof holdfast.Entry
         * @instance
         */
        Entry.prototype.name = $util.newBuffer([]);

        /**
         * Entry type.
         * @member {holdfast.EntryType} type
         * @memberof holdfast.Entry
         * @instance
         */
        Entry.prototype.type = 0;

        /**
         * Entry mode.
         * @member {number} mode
         * @memberof holdfast.Entry
         * @instance
         */
        Entry.prototype.mode = 0;

        /**
         * Entry mtimeS.
         * @member {number} mtimeS
         * @memberof holdfast.Entry
         * @instance
         */
        Entry.prototype.mtimeS = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

        /**
         * Entry mtimeNs.
         * @member {number} mtimeNs
         * @memberof holdfast.Entry
         * @instance
         */
        Entry.prototype.mtimeNs = 0;

        /**
         * Entry size.
         * @member {number} size
         * @memberof holdfast.Entry
         * @instance
         */
        Entry.prototype.size = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Entry child.
         * @member {number} child
         * @memberof holdfast.Entry
         * @instance
         */
        Entry.prototype.child = 0;

        /**
         * Entry target.
         * @member {Uint8Array} target
         * @memberof holdfast.Entry
         * @instance
         */
        Entry.prototype.target = $util.newBuffer([]);

        /**
         * Entry linkGroup.
         * @member {Uint8Array} linkGroup
         * @memberof holdfast.Entry
         * @instance
         */
        Entry.prototype.linkGroup = $util.newBuffer([]);

        /**
         * Entry xattrs.
         * @member {Array.<holdfast.Xattr.$Properties>} xattrs
         * @memberof holdfast.Entry
         * @instance
         */
        Entry.prototype.xattrs = $util.emptyArray;

        /**
         * Entry live.
         * @member {boolean} live
         * @memberof holdfast.Entry
         * @instance
         */
        Entry.prototype.live = false;

        /**
         * Entry category.
         * @member {holdfast.Category} category
         * @memberof holdfast.Entry
         * @instance
         */
        Entry.prototype.category = 0;

        /**
         * Entry media.
         * @member {holdfast.Media.$Properties|null|undefined} media
         * @memberof holdfast.Entry
         * @instance
         */
        Entry.prototype.media = null;

        /**
         * Encodes the specified Entry message. Does not implicitly {@link holdfast.Entry.verify|verify} messages.
         * @function encode
         * @memberof holdfast.Entry
         * @static
         * @param {holdfast.Entry.$Properties} message Entry message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Entry.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.name);
            if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).int32(message.type);
            if (message.mode != null && $Object.hasOwnProperty.call(message, "mode") && message.mode !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.mode);
            if (message.mtimeS != null && $Object.hasOwnProperty.call(message, "mtimeS") && (typeof message.mtimeS === "object" ? message.mtimeS.low || message.mtimeS.high : message.mtimeS !== 0))
                writer.uint32(/* id 4, wireType 0 =*/32).sint64(message.mtimeS);
            if (message.mtimeNs != null && $Object.hasOwnProperty.call(message, "mtimeNs") && message.mtimeNs !== 0)
                writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.mtimeNs);
            if (message.size != null && $Object.hasOwnProperty.call(message, "size") && (typeof message.size === "object" ? message.size.low || message.size.high : message.size !== 0))
                writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.size);
            if (message.child != null && $Object.hasOwnProperty.call(message, "child") && message.child !== 0)
                writer.uint32(/* id 7, wireType 0 =*/56).uint32(message.child);
            if (message.target != null && $Object.hasOwnProperty.call(message, "target") && message.target.length)
                writer.uint32(/* id 8, wireType 2 =*/66).bytes(message.target);
            if (message.linkGroup != null && $Object.hasOwnProperty.call(message, "linkGroup") && message.linkGroup.length)
                writer.uint32(/* id 9, wireType 2 =*/74).bytes(message.linkGroup);
            if (message.xattrs != null && message.xattrs.length)
                for (let i = 0; i < message.xattrs.length; ++i)
                    $root.holdfast.Xattr.encode(message.xattrs[i], writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
            if (message.live != null && $Object.hasOwnProperty.call(message, "live") && message.live !== false)
                writer.uint32(/* id 11, wireType 0 =*/88).bool(message.live);
            if (message.category != null && $Object.hasOwnProperty.call(message, "category") && message.category !== 0)
                writer.uint32(/* id 12, wireType 0 =*/96).int32(message.category);
            if (message.media != null && $Object.hasOwnProperty.call(message, "media"))
                $root.holdfast.Media.encode(message.media, writer.uint32(/* id 13, wireType 2 =*/106).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes an Entry message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.Entry
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.Entry & holdfast.Entry.$Shape} Entry
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Entry.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.Entry();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.type = value;
                        else
                            delete message.type;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.mode = value;
                        else
                            delete message.mode;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.sint64()) === "object" ? value.low || value.high : value !== 0)
                            message.mtimeS = value;
                        else
                            delete message.mtimeS;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.mtimeNs = value;
                        else
                            delete message.mtimeNs;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.size = value;
                        else
                            delete message.size;
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.child = value;
                        else
                            delete message.child;
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.target = value;
                        else
                            delete message.target;
                        continue;
                    }
                case 9: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.linkGroup = value;
                        else
                            delete message.linkGroup;
                        continue;
                    }
                case 10: {
                        if (wireType !== 2)
                            break;
                        if (!(message.xattrs && message.xattrs.length))
                            message.xattrs = [];
                        message.xattrs.push($root.holdfast.Xattr.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 11: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.live = value;
                        else
                            delete message.live;
                        continue;
                    }
                case 12: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.category = value;
                        else
                            delete message.category;
                        continue;
                    }
                case 13: {
                        if (wireType !== 2)
                            break;
                        message.media = $root.holdfast.Media.decode(reader, reader.size(), $undefined, _depth + 1, message.media);
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Entry;
    })();

    /**
     * Category enum.
     * @name holdfast.Category
     * @enum {number}
     * @property {number} CATEGORY_UNSPECIFIED=0 CATEGORY_UNSPECIFIED value
     * @property {number} SESSION=1 SESSION value
     * @property {number} MASTER=2 MASTER value
     * @property {number} STEM=3 STEM value
     * @property {number} RAW=4 RAW value
     * @property {number} INTERMEDIATE=5 INTERMEDIATE value
     * @property {number} DOCUMENT=6 DOCUMENT value
     * @property {number} REBUILDABLE=7 REBUILDABLE value
     */
    holdfast.Category = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[0] = "CATEGORY_UNSPECIFIED"] = 0;
        values[valuesById[1] = "SESSION"] = 1;
        values[valuesById[2] = "MASTER"] = 2;
        values[valuesById[3] = "STEM"] = 3;
        values[valuesById[4] = "RAW"] = 4;
        values[valuesById[5] = "INTERMEDIATE"] = 5;
        values[valuesById[6] = "DOCUMENT"] = 6;
        values[valuesById[7] = "REBUILDABLE"] = 7;
        return values;
    })();

    holdfast.Media = (function() {

        /**
         * Properties of a Media.
         * @typedef {Object} holdfast.Media.$Properties
         * @property {string|null} [container] Media container
         * @property {string|null} [codec] Media codec
         * @property {number|null} [channels] Media channels
         * @property {number|null} [rate] Media rate
         * @property {number|null} [bits] Media bits
         * @property {number|null} [durationMs] Media durationMs
         * @property {Array.<holdfast.Tag.$Properties>|null} [tags] Media tags
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Media.
         * @memberof holdfast
         * @interface IMedia
         * @augments holdfast.Media.$Properties
         * @deprecated Use holdfast.Media.$Properties instead.
         */

        /**
         * Shape of a Media.
         * @typedef {holdfast.Media.$Properties} holdfast.Media.$Shape
         */

        /**
         * Constructs a new Media.
         * @memberof holdfast
         * @classdesc Represents a Media.
         * @constructor
         * @param {holdfast.Media.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Media = function (properties) {
            this.tags = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Media container.
         * @member {string} container
         * @memberof holdfast.Media
         * @instance
         */
        Media.prototype.container = "";

        /**
         * Media codec.
         * @member {string} codec
         * @memberof holdfast.Media
         * @instance
         */
        Media.prototype.codec = "";

        /**
         * Media channels.
         * @member {number} channels
         * @memberof holdfast.Media
         * @instance
         */
        Media.prototype.channels = 0;

        /**
         * Media rate.
         * @member {number} rate
         * @memberof holdfast.Media
         * @instance
         */
        Media.prototype.rate = 0;

        /**
         * Media bits.
         * @member {number} bits
         * @memberof holdfast.Media
         * @instance
         */
        Media.prototype.bits = 0;

        /**
         * Media durationMs.
         * @member {number} durationMs
         * @memberof holdfast.Media
         * @instance
         */
        Media.prototype.durationMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Media tags.
         * @member {Array.<holdfast.Tag.$Properties>} tags
         * @memberof holdfast.Media
         * @instance
         */
        Media.prototype.tags = $util.emptyArray;

        /**
         * Encodes the specified Media message. Does not implicitly {@link holdfast.Media.verify|verify} messages.
         * @function encode
         * @memberof holdfast.Media
         * @static
         * @param {holdfast.Media.$Properties} message Media message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Media.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.container != null && $Object.hasOwnProperty.call(message, "container") && message.container !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.container);
            if (message.codec != null && $Object.hasOwnProperty.call(message, "codec") && message.codec !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.codec);
            if (message.channels != null && $Object.hasOwnProperty.call(message, "channels") && message.channels !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.channels);
            if (message.rate != null && $Object.hasOwnProperty.call(message, "rate") && message.rate !== 0)
                writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.rate);
            if (message.bits != null && $Object.hasOwnProperty.call(message, "bits") && message.bits !== 0)
                writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.bits);
            if (message.durationMs != null && $Object.hasOwnProperty.call(message, "durationMs") && (typeof message.durationMs === "object" ? message.durationMs.low || message.durationMs.high : message.durationMs !== 0))
                writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.durationMs);
            if (message.tags != null && message.tags.length)
                for (let i = 0; i < message.tags.length; ++i)
                    $root.holdfast.Tag.encode(message.tags[i], writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Media message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.Media
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.Media & holdfast.Media.$Shape} Media
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Media.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.Media();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.container = value;
                        else
                            delete message.container;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.codec = value;
                        else
                            delete message.codec;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.channels = value;
                        else
                            delete message.channels;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.rate = value;
                        else
                            delete message.rate;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.bits = value;
                        else
                            delete message.bits;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.durationMs = value;
                        else
                            delete message.durationMs;
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        if (!(message.tags && message.tags.length))
                            message.tags = [];
                        message.tags.push($root.holdfast.Tag.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Media;
    })();

    holdfast.Tag = (function() {

        /**
         * Properties of a Tag.
         * @typedef {Object} holdfast.Tag.$Properties
         * @property {string|null} [name] Tag name
         * @property {string|null} [value] Tag value
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Tag.
         * @memberof holdfast
         * @interface ITag
         * @augments holdfast.Tag.$Properties
         * @deprecated Use holdfast.Tag.$Properties instead.
         */

        /**
         * Shape of a Tag.
         * @typedef {holdfast.Tag.$Properties} holdfast.Tag.$Shape
         */

        /**
         * Constructs a new Tag.
         * @memberof holdfast
         * @classdesc Represents a Tag.
         * @constructor
         * @param {holdfast.Tag.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Tag = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Tag name.
         * @member {string} name
         * @memberof holdfast.Tag
         * @instance
         */
        Tag.prototype.name = "";

        /**
         * Tag value.
         * @member {string} value
         * @memberof holdfast.Tag
         * @instance
         */
        Tag.prototype.value = "";

        /**
         * Encodes the specified Tag message. Does not implicitly {@link holdfast.Tag.verify|verify} messages.
         * @function encode
         * @memberof holdfast.Tag
         * @static
         * @param {holdfast.Tag.$Properties} message Tag message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Tag.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
            if (message.value != null && $Object.hasOwnProperty.call(message, "value") && message.value !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.value);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Tag message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.Tag
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.Tag & holdfast.Tag.$Shape} Tag
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Tag.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.Tag();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.value = value;
                        else
                            delete message.value;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Tag;
    })();

    holdfast.DirectoryNode = (function() {

        /**
         * Properties of a DirectoryNode.
         * @typedef {Object} holdfast.DirectoryNode.$Properties
         * @property {number|null} [height] DirectoryNode height
         * @property {Array.<holdfast.Entry.$Properties>|null} [entries] DirectoryNode entries
         * @property {Array.<Uint8Array>|null} [lastNames] DirectoryNode lastNames
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a DirectoryNode.
         * @memberof holdfast
         * @interface IDirectoryNode
         * @augments holdfast.DirectoryNode.$Properties
         * @deprecated Use holdfast.DirectoryNode.$Properties instead.
         */

        /**
         * Shape of a DirectoryNode.
         * @typedef {holdfast.DirectoryNode.$Properties} holdfast.DirectoryNode.$Shape
         */

        /**
         * Constructs a new DirectoryNode.
         * @memberof holdfast
         * @classdesc Represents a DirectoryNode.
         * @constructor
         * @param {holdfast.DirectoryNode.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const DirectoryNode = function (properties) {
            this.entries = [];
            this.lastNames = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * DirectoryNode height.
         * @member {number} height
         * @memberof holdfast.DirectoryNode
         * @instance
         */
        DirectoryNode.prototype.height = 0;

        /**
         * DirectoryNode entries.
         * @member {Array.<holdfast.Entry.$Properties>} entries
         * @memberof holdfast.DirectoryNode
         * @instance
         */
        DirectoryNode.prototype.entries = $util.emptyArray;

        /**
         * DirectoryNode lastNames.
         * @member {Array.<Uint8Array>} lastNames
         * @memberof holdfast.DirectoryNode
         * @instance
         */
        DirectoryNode.prototype.lastNames = $util.emptyArray;

        /**
         * Encodes the specified DirectoryNode message. Does not implicitly {@link holdfast.DirectoryNode.verify|verify} messages.
         * @function encode
         * @memberof holdfast.DirectoryNode
         * @static
         * @param {holdfast.DirectoryNode.$Properties} message DirectoryNode message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        DirectoryNode.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.height != null && $Object.hasOwnProperty.call(message, "height") && message.height !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.height);
            if (message.entries != null && message.entries.length)
                for (let i = 0; i < message.entries.length; ++i)
                    $root.holdfast.Entry.encode(message.entries[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
            if (message.lastNames != null && message.lastNames.length)
                for (let i = 0; i < message.lastNames.length; ++i)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.lastNames[i]);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a DirectoryNode message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.DirectoryNode
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.DirectoryNode & holdfast.DirectoryNode.$Shape} DirectoryNode
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        DirectoryNode.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.DirectoryNode();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.height = value;
                        else
                            delete message.height;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if (!(message.entries && message.entries.length))
                            message.entries = [];
                        message.entries.push($root.holdfast.Entry.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if (!(message.lastNames && message.lastNames.length))
                            message.lastNames = [];
                        message.lastNames.push(reader.bytes());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return DirectoryNode;
    })();

    holdfast.FileNode = (function() {

        /**
         * Properties of a FileNode.
         * @typedef {Object} holdfast.FileNode.$Properties
         * @property {number|null} [height] FileNode height
         * @property {Array.<number>|null} [plainSizes] FileNode plainSizes
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a FileNode.
         * @memberof holdfast
         * @interface IFileNode
         * @augments holdfast.FileNode.$Properties
         * @deprecated Use holdfast.FileNode.$Properties instead.
         */

        /**
         * Shape of a FileNode.
         * @typedef {holdfast.FileNode.$Properties} holdfast.FileNode.$Shape
         */

        /**
         * Constructs a new FileNode.
         * @memberof holdfast
         * @classdesc Represents a FileNode.
         * @constructor
         * @param {holdfast.FileNode.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const FileNode = function (properties) {
            this.plainSizes = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * FileNode height.
         * @member {number} height
         * @memberof holdfast.FileNode
         * @instance
         */
        FileNode.prototype.height = 0;

        /**
         * FileNode plainSizes.
         * @member {Array.<number>} plainSizes
         * @memberof holdfast.FileNode
         * @instance
         */
        FileNode.prototype.plainSizes = $util.emptyArray;

        /**
         * Encodes the specified FileNode message. Does not implicitly {@link holdfast.FileNode.verify|verify} messages.
         * @function encode
         * @memberof holdfast.FileNode
         * @static
         * @param {holdfast.FileNode.$Properties} message FileNode message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        FileNode.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.height != null && $Object.hasOwnProperty.call(message, "height") && message.height !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.height);
            if (message.plainSizes != null && message.plainSizes.length)
                writer.uint32(/* id 2, wireType 2 =*/18).uint64s(message.plainSizes);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a FileNode message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.FileNode
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.FileNode & holdfast.FileNode.$Shape} FileNode
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        FileNode.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.FileNode();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.height = value;
                        else
                            delete message.height;
                        continue;
                    }
                case 2: {
                        if (wireType === 2) {
                            if (!(message.plainSizes && message.plainSizes.length))
                                message.plainSizes = [];
                            reader.uint64s(message.plainSizes);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.plainSizes && message.plainSizes.length))
                            message.plainSizes = [];
                        message.plainSizes.push(reader.uint64());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return FileNode;
    })();

    /**
     * SnapshotState enum.
     * @name holdfast.SnapshotState
     * @enum {number}
     * @property {number} SNAPSHOT_UNSPECIFIED=0 SNAPSHOT_UNSPECIFIED value
     * @property {number} SETTLED=1 SETTLED value
     * @property {number} LIVE=2 LIVE value
     * @property {number} SUSPECT=3 SUSPECT value
     */
    holdfast.SnapshotState = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[0] = "SNAPSHOT_UNSPECIFIED"] = 0;
        values[valuesById[1] = "SETTLED"] = 1;
        values[valuesById[2] = "LIVE"] = 2;
        values[valuesById[3] = "SUSPECT"] = 3;
        return values;
    })();

    holdfast.Snapshot = (function() {

        /**
         * Properties of a Snapshot.
         * @typedef {Object} holdfast.Snapshot.$Properties
         * @property {Uint8Array|null} [project] Snapshot project
         * @property {Uint8Array|null} [root] Snapshot root
         * @property {number|null} [storedBytes] Snapshot storedBytes
         * @property {Uint8Array|null} [ring] Snapshot ring
         * @property {number|null} [epoch] Snapshot epoch
         * @property {Uint8Array|null} [author] Snapshot author
         * @property {number|null} [incarnation] Snapshot incarnation
         * @property {number|null} [seq] Snapshot seq
         * @property {Array.<Uint8Array>|null} [parents] Snapshot parents
         * @property {holdfast.SnapshotState|null} [state] Snapshot state
         * @property {number|null} [time] Snapshot time
         * @property {Uint8Array|null} [sealed] Snapshot sealed
         * @property {number|null} [sendClass] Snapshot sendClass
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Snapshot.
         * @memberof holdfast
         * @interface ISnapshot
         * @augments holdfast.Snapshot.$Properties
         * @deprecated Use holdfast.Snapshot.$Properties instead.
         */

        /**
         * Shape of a Snapshot.
         * @typedef {holdfast.Snapshot.$Properties} holdfast.Snapshot.$Shape
         */

        /**
         * Constructs a new Snapshot.
         * @memberof holdfast
         * @classdesc Represents a Snapshot.
         * @constructor
         * @param {holdfast.Snapshot.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Snapshot = function (properties) {
            this.parents = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Snapshot project.
         * @member {Uint8Array} project
         * @memberof holdfast.Snapshot
         * @instance
         */
        Snapshot.prototype.project = $util.newBuffer([]);

        /**
         * Snapshot root.
         * @member {Uint8Array} root
         * @memberof holdfast.Snapshot
         * @instance
         */
        Snapshot.prototype.root = $util.newBuffer([]);

        /**
         * Snapshot storedBytes.
         * @member {number} storedBytes
         * @memberof holdfast.Snapshot
         * @instance
         */
        Snapshot.prototype.storedBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Snapshot ring.
         * @member {Uint8Array} ring
         * @memberof holdfast.Snapshot
         * @instance
         */
        Snapshot.prototype.ring = $util.newBuffer([]);

        /**
         * Snapshot epoch.
         * @member {number} epoch
         * @memberof holdfast.Snapshot
         * @instance
         */
        Snapshot.prototype.epoch = 0;

        /**
         * Snapshot author.
         * @member {Uint8Array} author
         * @memberof holdfast.Snapshot
         * @instance
         */
        Snapshot.prototype.author = $util.newBuffer([]);

        /**
         * Snapshot incarnation.
         * @member {number} incarnation
         * @memberof holdfast.Snapshot
         * @instance
         */
        Snapshot.prototype.incarnation = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Snapshot seq.
         * @member {number} seq
         * @memberof holdfast.Snapshot
         * @instance
         */
        Snapshot.prototype.seq = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Snapshot parents.
         * @member {Array.<Uint8Array>} parents
         * @memberof holdfast.Snapshot
         * @instance
         */
        Snapshot.prototype.parents = $util.emptyArray;

        /**
         * Snapshot state.
         * @member {holdfast.SnapshotState} state
         * @memberof holdfast.Snapshot
         * @instance
         */
        Snapshot.prototype.state = 0;

        /**
         * Snapshot time.
         * @member {number} time
         * @memberof holdfast.Snapshot
         * @instance
         */
        Snapshot.prototype.time = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Snapshot sealed.
         * @member {Uint8Array} sealed
         * @memberof holdfast.Snapshot
         * @instance
         */
        Snapshot.prototype.sealed = $util.newBuffer([]);

        /**
         * Snapshot sendClass.
         * @member {number} sendClass
         * @memberof holdfast.Snapshot
         * @instance
         */
        Snapshot.prototype.sendClass = 0;

        /**
         * Encodes the specified Snapshot message. Does not implicitly {@link holdfast.Snapshot.verify|verify} messages.
         * @function encode
         * @memberof holdfast.Snapshot
         * @static
         * @param {holdfast.Snapshot.$Properties} message Snapshot message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Snapshot.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.project != null && $Object.hasOwnProperty.call(message, "project") && message.project.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.project);
            if (message.root != null && $Object.hasOwnProperty.call(message, "root") && message.root.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.root);
            if (message.storedBytes != null && $Object.hasOwnProperty.call(message, "storedBytes") && (typeof message.storedBytes === "object" ? message.storedBytes.low || message.storedBytes.high : message.storedBytes !== 0))
                writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.storedBytes);
            if (message.ring != null && $Object.hasOwnProperty.call(message, "ring") && message.ring.length)
                writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.ring);
            if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && message.epoch !== 0)
                writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.epoch);
            if (message.author != null && $Object.hasOwnProperty.call(message, "author") && message.author.length)
                writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.author);
            if (message.incarnation != null && $Object.hasOwnProperty.call(message, "incarnation") && (typeof message.incarnation === "object" ? message.incarnation.low || message.incarnation.high : message.incarnation !== 0))
                writer.uint32(/* id 7, wireType 0 =*/56).uint64(message.incarnation);
            if (message.seq != null && $Object.hasOwnProperty.call(message, "seq") && (typeof message.seq === "object" ? message.seq.low || message.seq.high : message.seq !== 0))
                writer.uint32(/* id 8, wireType 0 =*/64).uint64(message.seq);
            if (message.parents != null && message.parents.length)
                for (let i = 0; i < message.parents.length; ++i)
                    writer.uint32(/* id 9, wireType 2 =*/74).bytes(message.parents[i]);
            if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== 0)
                writer.uint32(/* id 10, wireType 0 =*/80).int32(message.state);
            if (message.time != null && $Object.hasOwnProperty.call(message, "time") && (typeof message.time === "object" ? message.time.low || message.time.high : message.time !== 0))
                writer.uint32(/* id 11, wireType 0 =*/88).uint64(message.time);
            if (message.sealed != null && $Object.hasOwnProperty.call(message, "sealed") && message.sealed.length)
                writer.uint32(/* id 12, wireType 2 =*/98).bytes(message.sealed);
            if (message.sendClass != null && $Object.hasOwnProperty.call(message, "sendClass") && message.sendClass !== 0)
                writer.uint32(/* id 13, wireType 0 =*/104).uint32(message.sendClass);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Snapshot message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.Snapshot
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.Snapshot & holdfast.Snapshot.$Shape} Snapshot
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Snapshot.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.Snapshot();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.project = value;
                        else
                            delete message.project;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.root = value;
                        else
                            delete message.root;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.storedBytes = value;
                        else
                            delete message.storedBytes;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.ring = value;
                        else
                            delete message.ring;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.epoch = value;
                        else
                            delete message.epoch;
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.author = value;
                        else
                            delete message.author;
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.incarnation = value;
                        else
                            delete message.incarnation;
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.seq = value;
                        else
                            delete message.seq;
                        continue;
                    }
                case 9: {
                        if (wireType !== 2)
                            break;
                        if (!(message.parents && message.parents.length))
                            message.parents = [];
                        message.parents.push(reader.bytes());
                        continue;
                    }
                case 10: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.state = value;
                        else
                            delete message.state;
                        continue;
                    }
                case 11: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.time = value;
                        else
                            delete message.time;
                        continue;
                    }
                case 12: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.sealed = value;
                        else
                            delete message.sealed;
                        continue;
                    }
                case 13: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.sendClass = value;
                        else
                            delete message.sendClass;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Snapshot;
    })();

    holdfast.SnapshotInfo = (function() {

        /**
         * Properties of a SnapshotInfo.
         * @typedef {Object} holdfast.SnapshotInfo.$Properties
         * @property {string|null} [projectName] SnapshotInfo projectName
         * @property {string|null} [label] SnapshotInfo label
         * @property {Uint8Array|null} [path] SnapshotInfo path
         * @property {string|null} [user] SnapshotInfo user
         * @property {number|null} [files] SnapshotInfo files
         * @property {number|null} [directories] SnapshotInfo directories
         * @property {number|null} [plainBytes] SnapshotInfo plainBytes
         * @property {number|null} [skipped] SnapshotInfo skipped
         * @property {number|null} [newBytes] SnapshotInfo newBytes
         * @property {number|null} [liveFiles] SnapshotInfo liveFiles
         * @property {number|null} [rebuildableFiles] SnapshotInfo rebuildableFiles
         * @property {number|null} [rebuildableBytes] SnapshotInfo rebuildableBytes
         * @property {string|null} [suspicion] SnapshotInfo suspicion
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a SnapshotInfo.
         * @memberof holdfast
         * @interface ISnapshotInfo
         * @augments holdfast.SnapshotInfo.$Properties
         * @deprecated Use holdfast.SnapshotInfo.$Properties instead.
         */

        /**
         * Shape of a SnapshotInfo.
         * @typedef {holdfast.SnapshotInfo.$Properties} holdfast.SnapshotInfo.$Shape
         */

        /**
         * Constructs a new SnapshotInfo.
         * @memberof holdfast
         * @classdesc Represents a SnapshotInfo.
         * @constructor
         * @param {holdfast.SnapshotInfo.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const SnapshotInfo = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * SnapshotInfo projectName.
         * @member {string} projectName
         * @memberof holdfast.SnapshotInfo
         * @instance
         */
        SnapshotInfo.prototype.projectName = "";

        /**
         * SnapshotInfo label.
         * @member {string} label
         * @memberof holdfast.SnapshotInfo
         * @instance
         */
        SnapshotInfo.prototype.label = "";

        /**
         * SnapshotInfo path.
         * @member {Uint8Array} path
         * @memberof holdfast.SnapshotInfo
         * @instance
         */
        SnapshotInfo.prototype.path = $util.newBuffer([]);

        /**
         * SnapshotInfo user.
         * @member {string} user
         * @memberof holdfast.SnapshotInfo
         * @instance
         */
        SnapshotInfo.prototype.user = "";

        /**
         * SnapshotInfo files.
         * @member {number} files
         * @memberof holdfast.SnapshotInfo
         * @instance
         */
        SnapshotInfo.prototype.files = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * SnapshotInfo directories.
         * @member {number} directories
         * @memberof holdfast.SnapshotInfo
         * @instance
         */
        SnapshotInfo.prototype.directories = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * SnapshotInfo plainBytes.
         * @member {number} plainBytes
         * @memberof holdfast.SnapshotInfo
         * @instance
         */
        SnapshotInfo.prototype.plainBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * SnapshotInfo skipped.
         * @member {number} skipped
         * @memberof holdfast.SnapshotInfo
         * @instance
         */
        SnapshotInfo.prototype.skipped = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * SnapshotInfo newBytes.
         * @member {number} newBytes
         * @memberof holdfast.SnapshotInfo
         * @instance
         */
        SnapshotInfo.prototype.newBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * SnapshotInfo liveFiles.
         * @member {number} liveFiles
         * @memberof holdfast.SnapshotInfo
         * @instance
         */
        SnapshotInfo.prototype.liveFiles = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * SnapshotInfo rebuildableFiles.
         * @member {number} rebuildableFiles
         * @memberof holdfast.SnapshotInfo
         * @instance
         */
        SnapshotInfo.prototype.rebuildableFiles = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * SnapshotInfo rebuildableBytes.
         * @member {number} rebuildableBytes
         * @memberof holdfast.SnapshotInfo
         * @instance
         */
        SnapshotInfo.prototype.rebuildableBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * SnapshotInfo suspicion.
         * @member {string} suspicion
         * @memberof holdfast.SnapshotInfo
         * @instance
         */
        SnapshotInfo.prototype.suspicion = "";

        /**
         * Encodes the specified SnapshotInfo message. Does not implicitly {@link holdfast.SnapshotInfo.verify|verify} messages.
         * @function encode
         * @memberof holdfast.SnapshotInfo
         * @static
         * @param {holdfast.SnapshotInfo.$Properties} message SnapshotInfo message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        SnapshotInfo.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.projectName != null && $Object.hasOwnProperty.call(message, "projectName") && message.projectName !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.projectName);
            if (message.label != null && $Object.hasOwnProperty.call(message, "label") && message.label !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.label);
            if (message.path != null && $Object.hasOwnProperty.call(message, "path") && message.path.length)
                writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.path);
            if (message.user != null && $Object.hasOwnProperty.call(message, "user") && message.user !== "")
                writer.uint32(/* id 4, wireType 2 =*/34).string(message.user);
            if (message.files != null && $Object.hasOwnProperty.call(message, "files") && (typeof message.files === "object" ? message.files.low || message.files.high : message.files !== 0))
                writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.files);
            if (message.directories != null && $Object.hasOwnProperty.call(message, "directories") && (typeof message.directories === "object" ? message.directories.low || message.directories.high : message.directories !== 0))
                writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.directories);
            if (message.plainBytes != null && $Object.hasOwnProperty.call(message, "plainBytes") && (typeof message.plainBytes === "object" ? message.plainBytes.low || message.plainBytes.high : message.plainBytes !== 0))
                writer.uint32(/* id 7, wireType 0 =*/56).uint64(message.plainBytes);
            if (message.skipped != null && $Object.hasOwnProperty.call(message, "skipped") && (typeof message.skipped === "object" ? message.skipped.low || message.skipped.high : message.skipped !== 0))
                writer.uint32(/* id 8, wireType 0 =*/64).uint64(message.skipped);
            if (message.newBytes != null && $Object.hasOwnProperty.call(message, "newBytes") && (typeof message.newBytes === "object" ? message.newBytes.low || message.newBytes.high : message.newBytes !== 0))
                writer.uint32(/* id 9, wireType 0 =*/72).uint64(message.newBytes);
            if (message.liveFiles != null && $Object.hasOwnProperty.call(message, "liveFiles") && (typeof message.liveFiles === "object" ? message.liveFiles.low || message.liveFiles.high : message.liveFiles !== 0))
                writer.uint32(/* id 10, wireType 0 =*/80).uint64(message.liveFiles);
            if (message.rebuildableFiles != null && $Object.hasOwnProperty.call(message, "rebuildableFiles") && (typeof message.rebuildableFiles === "object" ? message.rebuildableFiles.low || message.rebuildableFiles.high : message.rebuildableFiles !== 0))
                writer.uint32(/* id 11, wireType 0 =*/88).uint64(message.rebuildableFiles);
            if (message.rebuildableBytes != null && $Object.hasOwnProperty.call(message, "rebuildableBytes") && (typeof message.rebuildableBytes === "object" ? message.rebuildableBytes.low || message.rebuildableBytes.high : message.rebuildableBytes !== 0))
                writer.uint32(/* id 12, wireType 0 =*/96).uint64(message.rebuildableBytes);
            if (message.suspicion != null && $Object.hasOwnProperty.call(message, "suspicion") && message.suspicion !== "")
                writer.uint32(/* id 13, wireType 2 =*/106).string(message.suspicion);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a SnapshotInfo message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.SnapshotInfo
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.SnapshotInfo & holdfast.SnapshotInfo.$Shape} SnapshotInfo
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        SnapshotInfo.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.SnapshotInfo();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.projectName = value;
                        else
                            delete message.projectName;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.label = value;
                        else
                            delete message.label;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.path = value;
                        else
                            delete message.path;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.user = value;
                        else
                            delete message.user;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.files = value;
                        else
                            delete message.files;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.directories = value;
                        else
                            delete message.directories;
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.plainBytes = value;
                        else
                            delete message.plainBytes;
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.skipped = value;
                        else
                            delete message.skipped;
                        continue;
                    }
                case 9: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.newBytes = value;
                        else
                            delete message.newBytes;
                        continue;
                    }
                case 10: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.liveFiles = value;
                        else
                            delete message.liveFiles;
                        continue;
                    }
                case 11: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.rebuildableFiles = value;
                        else
                            delete message.rebuildableFiles;
                        continue;
                    }
                case 12: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.rebuildableBytes = value;
                        else
                            delete message.rebuildableBytes;
                        continue;
                    }
                case 13: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.suspicion = value;
                        else
                            delete message.suspicion;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return SnapshotInfo;
    })();

    holdfast.SelfEntry = (function() {

        /**
         * Properties of a SelfEntry.
         * @typedef {Object} holdfast.SelfEntry.$Properties
         * @property {Array.<string>|null} [addresses] SelfEntry addresses
         * @property {number|null} [capacity] SelfEntry capacity
         * @property {number|null} [used] SelfEntry used
         * @property {boolean|null} [full] SelfEntry full
         * @property {string|null} [health] SelfEntry health
         * @property {string|null} [software] SelfEntry software
         * @property {Array.<string>|null} [features] SelfEntry features
         * @property {string|null} [sick] SelfEntry sick
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a SelfEntry.
         * @memberof holdfast
         * @interface ISelfEntry
         * @augments holdfast.SelfEntry.$Properties
         * @deprecated Use holdfast.SelfEntry.$Properties instead.
         */

        /**
         * Shape of a SelfEntry.
         * @typedef {holdfast.SelfEntry.$Properties} holdfast.SelfEntry.$Shape
         */

        /**
         * Constructs a new SelfEntry.
         * @memberof holdfast
         * @classdesc Represents a SelfEntry.
         * @constructor
         * @param {holdfast.SelfEntry.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const SelfEntry = function (properties) {
            this.addresses = [];
            this.features = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * SelfEntry addresses.
         * @member {Array.<string>} addresses
         * @memberof holdfast.SelfEntry
         * @instance
         */
        SelfEntry.prototype.addresses = $util.emptyArray;

        /**
         * SelfEntry capacity.
         * @member {number} capacity
         * @memberof holdfast.SelfEntry
         * @instance
         */
        SelfEntry.prototype.capacity = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * SelfEntry used.
         * @member {number} used
         * @memberof holdfast.SelfEntry
         * @instance
         */
        SelfEntry.prototype.used = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * SelfEntry full.
         * @member {boolean} full
         * @memberof holdfast.SelfEntry
         * @instance
         */
        SelfEntry.prototype.full = false;

        /**
         * SelfEntry health.
         * @member {string} health
         * @memberof holdfast.SelfEntry
         * @instance
         */
        SelfEntry.prototype.health = "";

        /**
         * SelfEntry software.
         * @member {string} software
         * @memberof holdfast.SelfEntry
         * @instance
         */
        SelfEntry.prototype.software = "";

        /**
         * SelfEntry features.
         * @member {Array.<string>} features
         * @memberof holdfast.SelfEntry
         * @instance
         */
        SelfEntry.prototype.features = $util.emptyArray;

        /**
         * SelfEntry sick.
         * @member {string} sick
         * @memberof holdfast.SelfEntry
         * @instance
         */
        SelfEntry.prototype.sick = "";

        /**
         * Encodes the specified SelfEntry message. Does not implicitly {@link holdfast.SelfEntry.verify|verify} messages.
         * @function encode
         * @memberof holdfast.SelfEntry
         * @static
         * @param {holdfast.SelfEntry.$Properties} message SelfEntry message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        SelfEntry.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.addresses != null && message.addresses.length)
                for (let i = 0; i < message.addresses.length; ++i)
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.addresses[i]);
            if (message.capacity != null && $Object.hasOwnProperty.call(message, "capacity") && (typeof message.capacity === "object" ? message.capacity.low || message.capacity.high : message.capacity !== 0))
                writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.capacity);
            if (message.used != null && $Object.hasOwnProperty.call(message, "used") && (typeof message.used === "object" ? message.used.low || message.used.high : message.used !== 0))
                writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.used);
            if (message.full != null && $Object.hasOwnProperty.call(message, "full") && message.full !== false)
                writer.uint32(/* id 4, wireType 0 =*/32).bool(message.full);
            if (message.health != null && $Object.hasOwnProperty.call(message, "health") && message.health !== "")
                writer.uint32(/* id 5, wireType 2 =*/42).string(message.health);
            if (message.software != null && $Object.hasOwnProperty.call(message, "software") && message.software !== "")
                writer.uint32(/* id 6, wireType 2 =*/50).string(message.software);
            if (message.features != null && message.features.length)
                for (let i = 0; i < message.features.length; ++i)
                    writer.uint32(/* id 7, wireType 2 =*/58).string(message.features[i]);
            if (message.sick != null && $Object.hasOwnProperty.call(message, "sick") && message.sick !== "")
                writer.uint32(/* id 8, wireType 2 =*/66).string(message.sick);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a SelfEntry message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.SelfEntry
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.SelfEntry & holdfast.SelfEntry.$Shape} SelfEntry
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        SelfEntry.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.SelfEntry();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if (!(message.addresses && message.addresses.length))
                            message.addresses = [];
                        message.addresses.push(reader.stringVerify());
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.capacity = value;
                        else
                            delete message.capacity;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.used = value;
                        else
                            delete message.used;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.full = value;
                        else
                            delete message.full;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.health = value;
                        else
                            delete message.health;
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.software = value;
                        else
                            delete message.software;
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        if (!(message.features && message.features.length))
                            message.features = [];
                        message.features.push(reader.stringVerify());
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.sick = value;
                        else
                            delete message.sick;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return SelfEntry;
    })();

    holdfast.Policy = (function() {

        /**
         * Properties of a Policy.
         * @typedef {Object} holdfast.Policy.$Properties
         * @property {number|null} [copies] Policy copies
         * @property {Object.<string,number>|null} [distinct] Policy distinct
         * @property {number|null} [trusted] Policy trusted
         * @property {Object.<string,string>|null} [only] Policy only
         * @property {Object.<string,string>|null} [avoid] Policy avoid
         * @property {number|null} [proofAgeS] Policy proofAgeS
         * @property {number|null} [scrubAgeS] Policy scrubAgeS
         * @property {number|null} [graceS] Policy graceS
         * @property {number|null} [rpoS] Policy rpoS
         * @property {number|null} [rtoS] Policy rtoS
         * @property {holdfast.Retention.$Properties|null} [retention] Policy retention
         * @property {string|null} [preset] Policy preset
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Policy.
         * @memberof holdfast
         * @interface IPolicy
         * @augments holdfast.Policy.$Properties
         * @deprecated Use holdfast.Policy.$Properties instead.
         */

        /**
         * Shape of a Policy.
         * @typedef {holdfast.Policy.$Properties} holdfast.Policy.$Shape
         */

        /**
         * Constructs a new Policy.
         * @memberof holdfast
         * @classdesc Represents a Policy.
         * @constructor
         * @param {holdfast.Policy.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Policy = function (properties) {
            this.distinct = {};
            this.only = {};
            this.avoid = {};
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Policy copies.
         * @member {number} copies
         * @memberof holdfast.Policy
         * @instance
         */
        Policy.prototype.copies = 0;

        /**
         * Policy distinct.
         * @member {Object.<string,number>} distinct
         * @memberof holdfast.Policy
         * @instance
         */
        Policy.prototype.distinct = $util.emptyObject;

        /**
         * Policy trusted.
         * @member {number} trusted
         * @memberof holdfast.Policy
         * @instance
         */
        Policy.prototype.trusted = 0;

        /**
         * Policy only.
         * @member {Object.<string,string>} only
         * @memberof holdfast.Policy
         * @instance
         */
        Policy.prototype.only = $util.emptyObject;

        /**
         * Policy avoid.
         * @member {Object.<string,string>} avoid
         * @memberof holdfast.Policy
         * @instance
         */
        Policy.prototype.avoid = $util.emptyObject;

        /**
         * Policy proofAgeS.
         * @member {number} proofAgeS
         * @memberof holdfast.Policy
         * @instance
         */
        Policy.prototype.proofAgeS = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Policy scrubAgeS.
         * @member {number} scrubAgeS
         * @memberof holdfast.Policy
         * @instance
         */
        Policy.prototype.scrubAgeS = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Policy graceS.
         * @member {number} graceS
         * @memberof holdfast.Policy
         * @instance
         */
        Policy.prototype.graceS = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Policy rpoS.
         * @member {number} rpoS
         * @memberof holdfast.Policy
         * @instance
         */
        Policy.prototype.rpoS = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Policy rtoS.
         * @member {number} rtoS
         * @memberof holdfast.Policy
         * @instance
         */
        Policy.prototype.rtoS = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Policy retention.
         * @member {holdfast.Retention.$Properties|null|undefined} retention
         * @memberof holdfast.Policy
         * @instance
         */
        Policy.prototype.retention = null;

        /**
         * Policy preset.
         * @member {string} preset
         * @memberof holdfast.Policy
         * @instance
         */
        Policy.prototype.preset = "";

        /**
         * Encodes the specified Policy message. Does not implicitly {@link holdfast.Policy.verify|verify} messages.
         * @function encode
         * @memberof holdfast.Policy
         * @static
         * @param {holdfast.Policy.$Properties} message Policy message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Policy.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.copies != null && $Object.hasOwnProperty.call(message, "copies") && message.copies !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.copies);
            if (message.distinct != null && $Object.hasOwnProperty.call(message, "distinct"))
                for (let keys = $Object.keys(message.distinct), i = 0; i < keys.length; ++i)
                    writer.uint32(/* id 2, wireType 2 =*/18).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 0 =*/16).uint32(message.distinct[keys[i]]).ldelim();
            if (message.trusted != null && $Object.hasOwnProperty.call(message, "trusted") && message.trusted !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.trusted);
            if (message.only != null && $Object.hasOwnProperty.call(message, "only"))
                for (let keys = $Object.keys(message.only), i = 0; i < keys.length; ++i)
                    writer.uint32(/* id 4, wireType 2 =*/34).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 2 =*/18).string(message.only[keys[i]]).ldelim();
            if (message.avoid != null && $Object.hasOwnProperty.call(message, "avoid"))
                for (let keys = $Object.keys(message.avoid), i = 0; i < keys.length; ++i)
                    writer.uint32(/* id 5, wireType 2 =*/42).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 2 =*/18).string(message.avoid[keys[i]]).ldelim();
            if (message.proofAgeS != null && $Object.hasOwnProperty.call(message, "proofAgeS") && (typeof message.proofAgeS === "object" ? message.proofAgeS.low || message.proofAgeS.high : message.proofAgeS !== 0))
                writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.proofAgeS);
            if (message.scrubAgeS != null && $Object.hasOwnProperty.call(message, "scrubAgeS") && (typeof message.scrubAgeS === "object" ? message.scrubAgeS.low || message.scrubAgeS.high : message.scrubAgeS !== 0))
                writer.uint32(/* id 7, wireType 0 =*/56).uint64(message.scrubAgeS);
            if (message.graceS != null && $Object.hasOwnProperty.call(message, "graceS") && (typeof message.graceS === "object" ? message.graceS.low || message.graceS.high : message.graceS !== 0))
                writer.uint32(/* id 8, wireType 0 =*/64).uint64(message.graceS);
            if (message.rpoS != null && $Object.hasOwnProperty.call(message, "rpoS") && (typeof message.rpoS === "object" ? message.rpoS.low || message.rpoS.high : message.rpoS !== 0))
                writer.uint32(/* id 9, wireType 0 =*/72).uint64(message.rpoS);
            if (message.rtoS != null && $Object.hasOwnProperty.call(message, "rtoS") && (typeof message.rtoS === "object" ? message.rtoS.low || message.rtoS.high : message.rtoS !== 0))
                writer.uint32(/* id 10, wireType 0 =*/80).uint64(message.rtoS);
            if (message.retention != null && $Object.hasOwnProperty.call(message, "retention"))
                $root.holdfast.Retention.encode(message.retention, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
            if (message.preset != null && $Object.hasOwnProperty.call(message, "preset") && message.preset !== "")
                writer.uint32(/* id 12, wireType 2 =*/98).string(message.preset);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Policy message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.Policy
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.Policy & holdfast.Policy.$Shape} Policy
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Policy.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, key, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.Policy();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.copies = value;
                        else
                            delete message.copies;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if (message.distinct === $util.emptyObject)
                            message.distinct = {};
                        let end2 = reader.size() + reader.pos;
                        if (end2 > reader.len)
                            throw $RangeError("index out of range");
                        reader.len = end2;
                        key = "";
                        value = 0;
                        while (reader.pos < end2) {
                            let tag2 = reader.tag();
                            wireType = tag2 & 7;
                            switch (tag2 >>>= 3) {
                            case 1:
                                if (wireType !== 2)
                                    break;
                                key = reader.stringVerify();
                                continue;
                            case 2:
                                if (wireType !== 0)
                                    break;
                                value = reader.uint32();
                                continue;
                            }
                            reader.skipType(wireType, _depth, tag2);
                        }
                        if (reader.pos !== end2)
                            throw $RangeError("index out of range");
                        reader.len = end;
                        if (key === "__proto__")
                            $util.makeProp(message.distinct, key);
                        message.distinct[key] = value;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.trusted = value;
                        else
                            delete message.trusted;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if (message.only === $util.emptyObject)
                            message.only = {};
                        let end2 = reader.size() + reader.pos;
                        if (end2 > reader.len)
                            throw $RangeError("index out of range");
                        reader.len = end2;
                        key = "";
                        value = "";
                        while (reader.pos < end2) {
                            let tag2 = reader.tag();
                            wireType = tag2 & 7;
                            switch (tag2 >>>= 3) {
                            case 1:
                                if (wireType !== 2)
                                    break;
                                key = reader.stringVerify();
                                continue;
                            case 2:
                                if (wireType !== 2)
                                    break;
                                value = reader.stringVerify();
                                continue;
                            }
                            reader.skipType(wireType, _depth, tag2);
                        }
                        if (reader.pos !== end2)
                            throw $RangeError("index out of range");
                        reader.len = end;
                        if (key === "__proto__")
                            $util.makeProp(message.only, key);
                        message.only[key] = value;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if (message.avoid === $util.emptyObject)
                            message.avoid = {};
                        let end2 = reader.size() + reader.pos;
                        if (end2 > reader.len)
                            throw $RangeError("index out of range");
                        reader.len = end2;
                        key = "";
                        value = "";
                        while (reader.pos < end2) {
                            let tag2 = reader.tag();
                            wireType = tag2 & 7;
                            switch (tag2 >>>= 3) {
                            case 1:
                                if (wireType !== 2)
                                    break;
                                key = reader.stringVerify();
                                continue;
                            case 2:
                                if (wireType !== 2)
                                    break;
                                value = reader.stringVerify();
                                continue;
                            }
                            reader.skipType(wireType, _depth, tag2);
                        }
                        if (reader.pos !== end2)
                            throw $RangeError("index out of range");
                        reader.len = end;
                        if (key === "__proto__")
                            $util.makeProp(message.avoid, key);
                        message.avoid[key] = value;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.proofAgeS = value;
                        else
                            delete message.proofAgeS;
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.scrubAgeS = value;
                        else
                            delete message.scrubAgeS;
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.graceS = value;
                        else
                            delete message.graceS;
                        continue;
                    }
                case 9: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.rpoS = value;
                        else
                            delete message.rpoS;
                        continue;
                    }
                case 10: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.rtoS = value;
                        else
                            delete message.rtoS;
                        continue;
                    }
                case 11: {
                        if (wireType !== 2)
                            break;
                        message.retention = $root.holdfast.Retention.decode(reader, reader.size(), $undefined, _depth + 1, message.retention);
                        continue;
                    }
                case 12: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.preset = value;
                        else
                            delete message.preset;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Policy;
    })();

    holdfast.Retention = (function() {

        /**
         * Properties of a Retention.
         * @typedef {Object} holdfast.Retention.$Properties
         * @property {number|null} [allS] Retention allS
         * @property {number|null} [dailyS] Retention dailyS
         * @property {number|null} [weeklyS] Retention weeklyS
         * @property {boolean|null} [monthly] Retention monthly
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Retention.
         * @memberof holdfast
         * @interface IRetention
         * @augments holdfast.Retention.$Properties
         * @deprecated Use holdfast.Retention.$Properties instead.
         */

        /**
         * Shape of a Retention.
         * @typedef {holdfast.Retention.$Properties} holdfast.Retention.$Shape
         */

        /**
         * Constructs a new Retention.
         * @memberof holdfast
         * @classdesc Represents a Retention.
         * @constructor
         * @param {holdfast.Retention.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Retention = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Retention allS.
         * @member {number} allS
         * @memberof holdfast.Retention
         * @instance
         */
        Retention.prototype.allS = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Retention dailyS.
         * @member {number} dailyS
         * @memberof holdfast.Retention
         * @instance
         */
        Retention.prototype.dailyS = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Retention weeklyS.
         * @member {number} weeklyS
         * @memberof holdfast.Retention
         * @instance
         */
        Retention.prototype.weeklyS = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Retention monthly.
         * @member {boolean} monthly
         * @memberof holdfast.Retention
         * @instance
         */
        Retention.prototype.monthly = false;

        /**
         * Encodes the specified Retention message. Does not implicitly {@link holdfast.Retention.verify|verify} messages.
         * @function encode
         * @memberof holdfast.Retention
         * @static
         * @param {holdfast.Retention.$Properties} message Retention message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Retention.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.allS != null && $Object.hasOwnProperty.call(message, "allS") && (typeof message.allS === "object" ? message.allS.low || message.allS.high : message.allS !== 0))
                writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.allS);
            if (message.dailyS != null && $Object.hasOwnProperty.call(message, "dailyS") && (typeof message.dailyS === "object" ? message.dailyS.low || message.dailyS.high : message.dailyS !== 0))
                writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.dailyS);
            if (message.weeklyS != null && $Object.hasOwnProperty.call(message, "weeklyS") && (typeof message.weeklyS === "object" ? message.weeklyS.low || message.weeklyS.high : message.weeklyS !== 0))
                writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.weeklyS);
            if (message.monthly != null && $Object.hasOwnProperty.call(message, "monthly") && message.monthly !== false)
                writer.uint32(/* id 4, wireType 0 =*/32).bool(message.monthly);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Retention message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.Retention
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.Retention & holdfast.Retention.$Shape} Retention
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Retention.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.Retention();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.allS = value;
                        else
                            delete message.allS;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.dailyS = value;
                        else
                            delete message.dailyS;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.weeklyS = value;
                        else
                            delete message.weeklyS;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.monthly = value;
                        else
                            delete message.monthly;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Retention;
    })();

    /**
     * Phase enum.
     * @name holdfast.Phase
     * @enum {number}
     * @property {number} PHASE_UNSPECIFIED=0 PHASE_UNSPECIFIED value
     * @property {number} ACTIVE=1 ACTIVE value
     * @property {number} CLOSED=2 CLOSED value
     * @property {number} ARCHIVED=3 ARCHIVED value
     * @property {number} STOPPED=4 STOPPED value
     */
    holdfast.Phase = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[0] = "PHASE_UNSPECIFIED"] = 0;
        values[valuesById[1] = "ACTIVE"] = 1;
        values[valuesById[2] = "CLOSED"] = 2;
        values[valuesById[3] = "ARCHIVED"] = 3;
        values[valuesById[4] = "STOPPED"] = 4;
        return values;
    })();

    holdfast.ProjectEntry = (function() {

        /**
         * Properties of a ProjectEntry.
         * @typedef {Object} holdfast.ProjectEntry.$Properties
         * @property {Uint8Array|null} [project] ProjectEntry project
         * @property {number|null} [rev] ProjectEntry rev
         * @property {Uint8Array|null} [prev] ProjectEntry prev
         * @property {holdfast.Policy.$Properties|null} [policy] ProjectEntry policy
         * @property {Uint8Array|null} [ring] ProjectEntry ring
         * @property {holdfast.Phase|null} [phase] ProjectEntry phase
         * @property {Uint8Array|null} [sealed] ProjectEntry sealed
         * @property {Uint8Array|null} [author] ProjectEntry author
         * @property {number|null} [time] ProjectEntry time
         * @property {Uint8Array|null} [founder] ProjectEntry founder
         * @property {Uint8Array|null} [nonce] ProjectEntry nonce
         * @property {Uint8Array|null} [authority] ProjectEntry authority
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a ProjectEntry.
         * @memberof holdfast
         * @interface IProjectEntry
         * @augments holdfast.ProjectEntry.$Properties
         * @deprecated Use holdfast.ProjectEntry.$Properties instead.
         */

        /**
         * Shape of a ProjectEntry.
         * @typedef {holdfast.ProjectEntry.$Properties} holdfast.ProjectEntry.$Shape
         */

        /**
         * Constructs a new ProjectEntry.
         * @memberof holdfast
         * @classdesc Represents a ProjectEntry.
         * @constructor
         * @param {holdfast.ProjectEntry.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const ProjectEntry = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * ProjectEntry project.
         * @member {Uint8Array} project
         * @memberof holdfast.ProjectEntry
         * @instance
         */
        ProjectEntry.prototype.project = $util.newBuffer([]);

        /**
         * ProjectEntry rev.
         * @member {number} rev
         * @memberof holdfast.ProjectEntry
         * @instance
         */
        ProjectEntry.prototype.rev = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * ProjectEntry prev.
         * @member {Uint8Array} prev
         * @memberof holdfast.ProjectEntry
         * @instance
         */
        ProjectEntry.prototype.prev = $util.newBuffer([]);

        /**
         * ProjectEntry policy.
         * @member {holdfast.Policy.$Properties|null|undefined} policy
         * @memberof holdfast.ProjectEntry
         * @instance
         */
        ProjectEntry.prototype.policy = null;

        /**
         * ProjectEntry ring.
         * @member {Uint8Array} ring
         * @memberof holdfast.ProjectEntry
         * @instance
         */
        ProjectEntry.prototype.ring = $util.newBuffer([]);

        /**
         * ProjectEntry phase.
         * @member {holdfast.Phase} phase
         * @memberof holdfast.ProjectEntry
         * @instance
         */
        ProjectEntry.prototype.phase = 0;

        /**
         * ProjectEntry sealed.
         * @member {Uint8Array} sealed
         * @memberof holdfast.ProjectEntry
         * @instance
         */
        ProjectEntry.prototype.sealed = $util.newBuffer([]);

        /**
         * ProjectEntry author.
         * @member {Uint8Array} author
         * @memberof holdfast.ProjectEntry
         * @instance
         */
        ProjectEntry.prototype.author = $util.newBuffer([]);

        /**
         * ProjectEntry time.
         * @member {number} time
         * @memberof holdfast.ProjectEntry
         * @instance
         */
        ProjectEntry.prototype.time = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * ProjectEntry founder.
         * @member {Uint8Array} founder
         * @memberof holdfast.ProjectEntry
         * @instance
         */
        ProjectEntry.prototype.founder = $util.newBuffer([]);

        /**
         * ProjectEntry nonce.
         * @member {Uint8Array} nonce
         * @memberof holdfast.ProjectEntry
         * @instance
         */
        ProjectEntry.prototype.nonce = $util.newBuffer([]);

        /**
         * ProjectEntry authority.
         * @member {Uint8Array} authority
         * @memberof holdfast.ProjectEntry
         * @instance
         */
        ProjectEntry.prototype.authority = $util.newBuffer([]);

        /**
         * Encodes the specified ProjectEntry message. Does not implicitly {@link holdfast.ProjectEntry.verify|verify} messages.
         * @function encode
         * @memberof holdfast.ProjectEntry
         * @static
         * @param {holdfast.ProjectEntry.$Properties} message ProjectEntry message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        ProjectEntry.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.project != null && $Object.hasOwnProperty.call(message, "project") && message.project.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.project);
            if (message.rev != null && $Object.hasOwnProperty.call(message, "rev") && (typeof message.rev === "object" ? message.rev.low || message.rev.high : message.rev !== 0))
                writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.rev);
            if (message.prev != null && $Object.hasOwnProperty.call(message, "prev") && message.prev.length)
                writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.prev);
            if (message.policy != null && $Object.hasOwnProperty.call(message, "policy"))
                $root.holdfast.Policy.encode(message.policy, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
            if (message.ring != null && $Object.hasOwnProperty.call(message, "ring") && message.ring.length)
                writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.ring);
            if (message.phase != null && $Object.hasOwnProperty.call(message, "phase") && message.phase !== 0)
                writer.uint32(/* id 6, wireType 0 =*/48).int32(message.phase);
            if (message.sealed != null && $Object.hasOwnProperty.call(message, "sealed") && message.sealed.length)
                writer.uint32(/* id 7, wireType 2 =*/58).bytes(message.sealed);
            if (message.author != null && $Object.hasOwnProperty.call(message, "author") && message.author.length)
                writer.uint32(/* id 8, wireType 2 =*/66).bytes(message.author);
            if (message.time != null && $Object.hasOwnProperty.call(message, "time") && (typeof message.time === "object" ? message.time.low || message.time.high : message.time !== 0))
                writer.uint32(/* id 9, wireType 0 =*/72).uint64(message.time);
            if (message.founder != null && $Object.hasOwnProperty.call(message, "founder") && message.founder.length)
                writer.uint32(/* id 10, wireType 2 =*/82).bytes(message.founder);
            if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && message.nonce.length)
                writer.uint32(/* id 11, wireType 2 =*/90).bytes(message.nonce);
            if (message.authority != null && $Object.hasOwnProperty.call(message, "authority") && message.authority.length)
                writer.uint32(/* id 12, wireType 2 =*/98).bytes(message.authority);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a ProjectEntry message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.ProjectEntry
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.ProjectEntry & holdfast.ProjectEntry.$Shape} ProjectEntry
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        ProjectEntry.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.ProjectEntry();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.project = value;
                        else
                            delete message.project;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.rev = value;
                        else
                            delete message.rev;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.prev = value;
                        else
                            delete message.prev;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        message.policy = $root.holdfast.Policy.decode(reader, reader.size(), $undefined, _depth + 1, message.policy);
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.ring = value;
                        else
                            delete message.ring;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.phase = value;
                        else
                            delete message.phase;
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.sealed = value;
                        else
                            delete message.sealed;
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.author = value;
                        else
                            delete message.author;
                        continue;
                    }
                case 9: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.time = value;
                        else
                            delete message.time;
                        continue;
                    }
                case 10: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.founder = value;
                        else
                            delete message.founder;
                        continue;
                    }
                case 11: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.nonce = value;
                        else
                            delete message.nonce;
                        continue;
                    }
                case 12: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.authority = value;
                        else
                            delete message.authority;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return ProjectEntry;
    })();

    holdfast.ProjectInfo = (function() {

        /**
         * Properties of a ProjectInfo.
         * @typedef {Object} holdfast.ProjectInfo.$Properties
         * @property {string|null} [name] ProjectInfo name
         * @property {Array.<holdfast.CategoryRule.$Properties>|null} [rules] ProjectInfo rules
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a ProjectInfo.
         * @memberof holdfast
         * @interface IProjectInfo
         * @augments holdfast.ProjectInfo.$Properties
         * @deprecated Use holdfast.ProjectInfo.$Properties instead.
         */

        /**
         * Shape of a ProjectInfo.
         * @typedef {holdfast.ProjectInfo.$Properties} holdfast.ProjectInfo.$Shape
         */

        /**
         * Constructs a new ProjectInfo.
         * @memberof holdfast
         * @classdesc Represents a ProjectInfo.
         * @constructor
         * @param {holdfast.ProjectInfo.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const ProjectInfo = function (properties) {
            this.rules = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * ProjectInfo name.
         * @member {string} name
         * @memberof holdfast.ProjectInfo
         * @instance
         */
        ProjectInfo.prototype.name = "";

        /**
         * ProjectInfo rules.
         * @member {Array.<holdfast.CategoryRule.$Properties>} rules
         * @memberof holdfast.ProjectInfo
         * @instance
         */
        ProjectInfo.prototype.rules = $util.emptyArray;

        /**
         * Encodes the specified ProjectInfo message. Does not implicitly {@link holdfast.ProjectInfo.verify|verify} messages.
         * @function encode
         * @memberof holdfast.ProjectInfo
         * @static
         * @param {holdfast.ProjectInfo.$Properties} message ProjectInfo message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        ProjectInfo.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
            if (message.rules != null && message.rules.length)
                for (let i = 0; i < message.rules.length; ++i)
                    $root.holdfast.CategoryRule.encode(message.rules[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a ProjectInfo message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.ProjectInfo
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.ProjectInfo & holdfast.ProjectInfo.$Shape} ProjectInfo
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        ProjectInfo.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.ProjectInfo();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if (!(message.rules && message.rules.length))
                            message.rules = [];
                        message.rules.push($root.holdfast.CategoryRule.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return ProjectInfo;
    })();

    holdfast.CategoryRule = (function() {

        /**
         * Properties of a CategoryRule.
         * @typedef {Object} holdfast.CategoryRule.$Properties
         * @property {string|null} [pattern] CategoryRule pattern
         * @property {holdfast.Category|null} [category] CategoryRule category
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a CategoryRule.
         * @memberof holdfast
         * @interface ICategoryRule
         * @augments holdfast.CategoryRule.$Properties
         * @deprecated Use holdfast.CategoryRule.$Properties instead.
         */

        /**
         * Shape of a CategoryRule.
         * @typedef {holdfast.CategoryRule.$Properties} holdfast.CategoryRule.$Shape
         */

        /**
         * Constructs a new CategoryRule.
         * @memberof holdfast
         * @classdesc Represents a CategoryRule.
         * @constructor
         * @param {holdfast.CategoryRule.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const CategoryRule = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * CategoryRule pattern.
         * @member {string} pattern
         * @memberof holdfast.CategoryRule
         * @instance
         */
        CategoryRule.prototype.pattern = "";

        /**
         * CategoryRule category.
         * @member {holdfast.Category} category
         * @memberof holdfast.CategoryRule
         * @instance
         */
        CategoryRule.prototype.category = 0;

        /**
         * Encodes the specified CategoryRule message. Does not implicitly {@link holdfast.CategoryRule.verify|verify} messages.
         * @function encode
         * @memberof holdfast.CategoryRule
         * @static
         * @param {holdfast.CategoryRule.$Properties} message CategoryRule message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        CategoryRule.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.pattern != null && $Object.hasOwnProperty.call(message, "pattern") && message.pattern !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.pattern);
            if (message.category != null && $Object.hasOwnProperty.call(message, "category") && message.category !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).int32(message.category);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a CategoryRule message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.CategoryRule
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.CategoryRule & holdfast.CategoryRule.$Shape} CategoryRule
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        CategoryRule.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.CategoryRule();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.pattern = value;
                        else
                            delete message.pattern;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.category = value;
                        else
                            delete message.category;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return CategoryRule;
    })();

    holdfast.HoldingEntry = (function() {

        /**
         * Properties of a HoldingEntry.
         * @typedef {Object} holdfast.HoldingEntry.$Properties
         * @property {Uint8Array|null} [snapshots] HoldingEntry snapshots
         * @property {number|null} [storedBytes] HoldingEntry storedBytes
         * @property {number|null} [scrubbedAt] HoldingEntry scrubbedAt
         * @property {number|null} [since] HoldingEntry since
         * @property {boolean|null} [voided] HoldingEntry voided
         * @property {number|null} [generation] HoldingEntry generation
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a HoldingEntry.
         * @memberof holdfast
         * @interface IHoldingEntry
         * @augments holdfast.HoldingEntry.$Properties
         * @deprecated Use holdfast.HoldingEntry.$Properties instead.
         */

        /**
         * Shape of a HoldingEntry.
         * @typedef {holdfast.HoldingEntry.$Properties} holdfast.HoldingEntry.$Shape
         */

        /**
         * Constructs a new HoldingEntry.
         * @memberof holdfast
         * @classdesc Represents a HoldingEntry.
         * @constructor
         * @param {holdfast.HoldingEntry.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const HoldingEntry = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * HoldingEntry snapshots.
         * @member {Uint8Array} snapshots
         * @memberof holdfast.HoldingEntry
         * @instance
         */
        HoldingEntry.prototype.snapshots = $util.newBuffer([]);

        /**
         * HoldingEntry storedBytes.
         * @member {number} storedBytes
         * @memberof holdfast.HoldingEntry
         * @instance
         */
        HoldingEntry.prototype.storedBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * HoldingEntry scrubbedAt.
         * @member {number} scrubbedAt
         * @memberof holdfast.HoldingEntry
         * @instance
         */
        HoldingEntry.prototype.scrubbedAt = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * HoldingEntry since.
         * @member {number} since
         * @memberof holdfast.HoldingEntry
         * @instance
         */
        HoldingEntry.prototype.since = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * HoldingEntry voided.
         * @member {boolean} voided
         * @memberof holdfast.HoldingEntry
         * @instance
         */
        HoldingEntry.prototype.voided = false;

        /**
         * HoldingEntry generation.
         * @member {number} generation
         * @memberof holdfast.HoldingEntry
         * @instance
         */
        HoldingEntry.prototype.generation = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Encodes the specified HoldingEntry message. Does not implicitly {@link holdfast.HoldingEntry.verify|verify} messages.
         * @function encode
         * @memberof holdfast.HoldingEntry
         * @static
         * @param {holdfast.HoldingEntry.$Properties} message HoldingEntry message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        HoldingEntry.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.snapshots != null && $Object.hasOwnProperty.call(message, "snapshots") && message.snapshots.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.snapshots);
            if (message.storedBytes != null && $Object.hasOwnProperty.call(message, "storedBytes") && (typeof message.storedBytes === "object" ? message.storedBytes.low || message.storedBytes.high : message.storedBytes !== 0))
                writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.storedBytes);
            if (message.scrubbedAt != null && $Object.hasOwnProperty.call(message, "scrubbedAt") && (typeof message.scrubbedAt === "object" ? message.scrubbedAt.low || message.scrubbedAt.high : message.scrubbedAt !== 0))
                writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.scrubbedAt);
            if (message.since != null && $Object.hasOwnProperty.call(message, "since") && (typeof message.since === "object" ? message.since.low || message.since.high : message.since !== 0))
                writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.since);
            if (message.voided != null && $Object.hasOwnProperty.call(message, "voided") && message.voided !== false)
                writer.uint32(/* id 5, wireType 0 =*/40).bool(message.voided);
            if (message.generation != null && $Object.hasOwnProperty.call(message, "generation") && (typeof message.generation === "object" ? message.generation.low || message.generation.high : message.generation !== 0))
                writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.generation);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a HoldingEntry message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.HoldingEntry
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.HoldingEntry & holdfast.HoldingEntry.$Shape} HoldingEntry
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        HoldingEntry.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.HoldingEntry();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.snapshots = value;
                        else
                            delete message.snapshots;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.storedBytes = value;
                        else
                            delete message.storedBytes;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.scrubbedAt = value;
                        else
                            delete message.scrubbedAt;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.since = value;
                        else
                            delete message.since;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.voided = value;
                        else
                            delete message.voided;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.generation = value;
                        else
                            delete message.generation;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return HoldingEntry;
    })();

    holdfast.ProofEntry = (function() {

        /**
         * Properties of a ProofEntry.
         * @typedef {Object} holdfast.ProofEntry.$Properties
         * @property {Uint8Array|null} [snapshots] ProofEntry snapshots
         * @property {number|null} [time] ProofEntry time
         * @property {Uint8Array|null} [challengeHash] ProofEntry challengeHash
         * @property {number|null} [ranges] ProofEntry ranges
         * @property {holdfast.ProofResult|null} [result] ProofEntry result
         * @property {Uint8Array|null} [challenge] ProofEntry challenge
         * @property {Uint8Array|null} [answer] ProofEntry answer
         * @property {number|null} [generation] ProofEntry generation
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a ProofEntry.
         * @memberof holdfast
         * @interface IProofEntry
         * @augments holdfast.ProofEntry.$Properties
         * @deprecated Use holdfast.ProofEntry.$Properties instead.
         */

        /**
         * Shape of a ProofEntry.
         * @typedef {holdfast.ProofEntry.$Properties} holdfast.ProofEntry.$Shape
         */

        /**
         * Constructs a new ProofEntry.
         * @memberof holdfast
         * @classdesc Represents a ProofEntry.
         * @constructor
         * @param {holdfast.ProofEntry.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const ProofEntry = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * ProofEntry snapshots.
         * @member {Uint8Array} snapshots
         * @memberof holdfast.ProofEntry
         * @instance
         */
        ProofEntry.prototype.snapshots = $util.newBuffer([]);

        /**
         * ProofEntry time.
         * @member {number} time
         * @memberof holdfast.ProofEntry
         * @instance
         */
        ProofEntry.prototype.time = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * ProofEntry challengeHash.
         * @member {Uint8Array} challengeHash
         * @memberof holdfast.ProofEntry
         * @instance
         */
        ProofEntry.prototype.challengeHash = $util.newBuffer([]);

        /**
         * ProofEntry ranges.
         * @member {number} ranges
         * @memberof holdfast.ProofEntry
         * @instance
         */
        ProofEntry.prototype.ranges = 0;

        /**
         * ProofEntry result.
         * @member {holdfast.ProofResult} result
         * @memberof holdfast.ProofEntry
         * @instance
         */
        ProofEntry.prototype.result = 0;

        /**
         * ProofEntry challenge.
         * @member {Uint8Array} challenge
         * @memberof holdfast.ProofEntry
         * @instance
         */
        ProofEntry.prototype.challenge = $util.newBuffer([]);

        /**
         * ProofEntry answer.
         * @member {Uint8Array} answer
         * @memberof holdfast.ProofEntry
         * @instance
         */
        ProofEntry.prototype.answer = $util.newBuffer([]);

        /**
         * ProofEntry generation.
         * @member {number} generation
         * @memberof holdfast.ProofEntry
         * @instance
         */
        ProofEntry.prototype.generation = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Encodes the specified ProofEntry message. Does not implicitly {@link holdfast.ProofEntry.verify|verify} messages.
         * @function encode
         * @memberof holdfast.ProofEntry
         * @static
         * @param {holdfast.ProofEntry.$Properties} message ProofEntry message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        ProofEntry.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.snapshots != null && $Object.hasOwnProperty.call(message, "snapshots") && message.snapshots.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.snapshots);
            if (message.time != null && $Object.hasOwnProperty.call(message, "time") && (typeof message.time === "object" ? message.time.low || message.time.high : message.time !== 0))
                writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.time);
            if (message.challengeHash != null && $Object.hasOwnProperty.call(message, "challengeHash") && message.challengeHash.length)
                writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.challengeHash);
            if (message.ranges != null && $Object.hasOwnProperty.call(message, "ranges") && message.ranges !== 0)
                writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.ranges);
            if (message.result != null && $Object.hasOwnProperty.call(message, "result") && message.result !== 0)
                writer.uint32(/* id 5, wireType 0 =*/40).int32(message.result);
            if (message.challenge != null && $Object.hasOwnProperty.call(message, "challenge") && message.challenge.length)
                writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.challenge);
            if (message.answer != null && $Object.hasOwnProperty.call(message, "answer") && message.answer.length)
                writer.uint32(/* id 7, wireType 2 =*/58).bytes(message.answer);
            if (message.generation != null && $Object.hasOwnProperty.call(message, "generation") && (typeof message.generation === "object" ? message.generation.low || message.generation.high : message.generation !== 0))
                writer.uint32(/* id 8, wireType 0 =*/64).uint64(message.generation);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a ProofEntry message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.ProofEntry
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.ProofEntry & holdfast.ProofEntry.$Shape} ProofEntry
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        ProofEntry.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.ProofEntry();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.snapshots = value;
                        else
                            delete message.snapshots;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.time = value;
                        else
                            delete message.time;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.challengeHash = value;
                        else
                            delete message.challengeHash;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.ranges = value;
                        else
                            delete message.ranges;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.result = value;
                        else
                            delete message.result;
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.challenge = value;
                        else
                            delete message.challenge;
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.answer = value;
                        else
                            delete message.answer;
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.generation = value;
                        else
                            delete message.generation;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return ProofEntry;
    })();

    /**
     * ProofResult enum.
     * @name holdfast.ProofResult
     * @enum {number}
     * @property {number} RESULT_UNSPECIFIED=0 RESULT_UNSPECIFIED value
     * @property {number} PASSED=1 PASSED value
     * @property {number} FAILED=2 FAILED value
     */
    holdfast.ProofResult = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[0] = "RESULT_UNSPECIFIED"] = 0;
        values[valuesById[1] = "PASSED"] = 1;
        values[valuesById[2] = "FAILED"] = 2;
        return values;
    })();

    holdfast.Head = (function() {

        /**
         * Properties of a Head.
         * @typedef {Object} holdfast.Head.$Properties
         * @property {Uint8Array|null} [mesh] Head mesh
         * @property {Uint8Array|null} [author] Head author
         * @property {number|null} [incarnation] Head incarnation
         * @property {Uint8Array|null} [incarnationNonce] Head incarnationNonce
         * @property {number|null} [seq] Head seq
         * @property {Uint8Array|null} [prev] Head prev
         * @property {Uint8Array|null} [root] Head root
         * @property {Uint8Array|null} [membership] Head membership
         * @property {number|null} [time] Head time
         * @property {number|null} [entries] Head entries
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Head.
         * @memberof holdfast
         * @interface IHead
         * @augments holdfast.Head.$Properties
         * @deprecated Use holdfast.Head.$Properties instead.
         */

        /**
         * Shape of a Head.
         * @typedef {holdfast.Head.$Properties} holdfast.Head.$Shape
         */

        /**
         * Constructs a new Head.
         * @memberof holdfast
         * @classdesc Represents a Head.
         * @constructor
         * @param {holdfast.Head.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Head = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Head mesh.
         * @member {Uint8Array} mesh
         * @memberof holdfast.Head
         * @instance
         */
        Head.prototype.mesh = $util.newBuffer([]);

        /**
         * Head author.
         * @member {Uint8Array} author
         * @memberof holdfast.Head
         * @instance
         */
        Head.prototype.author = $util.newBuffer([]);

        /**
         * Head incarnation.
         * @member {number} incarnation
         * @memberof holdfast.Head
         * @instance
         */
        Head.prototype.incarnation = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Head incarnationNonce.
         * @member {Uint8Array} incarnationNonce
         * @memberof holdfast.Head
         * @instance
         */
        Head.prototype.incarnationNonce = $util.newBuffer([]);

        /**
         * Head seq.
         * @member {number} seq
         * @memberof holdfast.Head
         * @instance
         */
        Head.prototype.seq = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Head prev.
         * @member {Uint8Array} prev
         * @memberof holdfast.Head
         * @instance
         */
        Head.prototype.prev = $util.newBuffer([]);

        /**
         * Head root.
         * @member {Uint8Array} root
         * @memberof holdfast.Head
         * @instance
         */
        Head.prototype.root = $util.newBuffer([]);

        /**
         * Head membership.
         * @member {Uint8Array} membership
         * @memberof holdfast.Head
         * @instance
         */
        Head.prototype.membership = $util.newBuffer([]);

        /**
         * Head time.
         * @member {number} time
         * @memberof holdfast.Head
         * @instance
         */
        Head.prototype.time = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Head entries.
         * @member {number} entries
         * @memberof holdfast.Head
         * @instance
         */
        Head.prototype.entries = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Encodes the specified Head message. Does not implicitly {@link holdfast.Head.verify|verify} messages.
         * @function encode
         * @memberof holdfast.Head
         * @static
         * @param {holdfast.Head.$Properties} message Head message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Head.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.mesh != null && $Object.hasOwnProperty.call(message, "mesh") && message.mesh.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.mesh);
            if (message.author != null && $Object.hasOwnProperty.call(message, "author") && message.author.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.author);
            if (message.incarnation != null && $Object.hasOwnProperty.call(message, "incarnation") && (typeof message.incarnation === "object" ? message.incarnation.low || message.incarnation.high : message.incarnation !== 0))
                writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.incarnation);
            if (message.incarnationNonce != null && $Object.hasOwnProperty.call(message, "incarnationNonce") && message.incarnationNonce.length)
                writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.incarnationNonce);
            if (message.seq != null && $Object.hasOwnProperty.call(message, "seq") && (typeof message.seq === "object" ? message.seq.low || message.seq.high : message.seq !== 0))
                writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.seq);
            if (message.prev != null && $Object.hasOwnProperty.call(message, "prev") && message.prev.length)
                writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.prev);
            if (message.root != null && $Object.hasOwnProperty.call(message, "root") && message.root.length)
                writer.uint32(/* id 7, wireType 2 =*/58).bytes(message.root);
            if (message.membership != null && $Object.hasOwnProperty.call(message, "membership") && message.membership.length)
                writer.uint32(/* id 8, wireType 2 =*/66).bytes(message.membership);
            if (message.time != null && $Object.hasOwnProperty.call(message, "time") && (typeof message.time === "object" ? message.time.low || message.time.high : message.time !== 0))
                writer.uint32(/* id 9, wireType 0 =*/72).uint64(message.time);
            if (message.entries != null && $Object.hasOwnProperty.call(message, "entries") && (typeof message.entries === "object" ? message.entries.low || message.entries.high : message.entries !== 0))
                writer.uint32(/* id 10, wireType 0 =*/80).uint64(message.entries);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Head message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.Head
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.Head & holdfast.Head.$Shape} Head
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Head.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.Head();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.mesh = value;
                        else
                            delete message.mesh;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.author = value;
                        else
                            delete message.author;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.incarnation = value;
                        else
                            delete message.incarnation;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.incarnationNonce = value;
                        else
                            delete message.incarnationNonce;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.seq = value;
                        else
                            delete message.seq;
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.prev = value;
                        else
                            delete message.prev;
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.root = value;
                        else
                            delete message.root;
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.membership = value;
                        else
                            delete message.membership;
                        continue;
                    }
                case 9: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.time = value;
                        else
                            delete message.time;
                        continue;
                    }
                case 10: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.entries = value;
                        else
                            delete message.entries;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Head;
    })();

    holdfast.Intent = (function() {

        /**
         * Properties of an Intent.
         * @typedef {Object} holdfast.Intent.$Properties
         * @property {Uint8Array|null} [project] Intent project
         * @property {number|null} [since] Intent since
         * @property {number|null} [rank] Intent rank
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of an Intent.
         * @memberof holdfast
         * @interface IIntent
         * @augments holdfast.Intent.$Properties
         * @deprecated Use holdfast.Intent.$Properties instead.
         */

        /**
         * Shape of an Intent.
         * @typedef {holdfast.Intent.$Properties} holdfast.Intent.$Shape
         */

        /**
         * Constructs a new Intent.
         * @memberof holdfast
         * @classdesc Represents an Intent.
         * @constructor
         * @param {holdfast.Intent.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Intent = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Intent project.
         * @member {Uint8Array} project
         * @memberof holdfast.Intent
         * @instance
         */
        Intent.prototype.project = $util.newBuffer([]);

        /**
         * Intent since.
         * @member {number} since
         * @memberof holdfast.Intent
         * @instance
         */
        Intent.prototype.since = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Intent rank.
         * @member {number} rank
         * @memberof holdfast.Intent
         * @instance
         */
        Intent.prototype.rank = 0;

        /**
         * Encodes the specified Intent message. Does not implicitly {@link holdfast.Intent.verify|verify} messages.
         * @function encode
         * @memberof holdfast.Intent
         * @static
         * @param {holdfast.Intent.$Properties} message Intent message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Intent.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.project != null && $Object.hasOwnProperty.call(message, "project") && message.project.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.project);
            if (message.since != null && $Object.hasOwnProperty.call(message, "since") && (typeof message.since === "object" ? message.since.low || message.since.high : message.since !== 0))
                writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.since);
            if (message.rank != null && $Object.hasOwnProperty.call(message, "rank") && message.rank !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.rank);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes an Intent message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.Intent
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.Intent & holdfast.Intent.$Shape} Intent
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Intent.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.Intent();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.project = value;
                        else
                            delete message.project;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.since = value;
                        else
                            delete message.since;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.rank = value;
                        else
                            delete message.rank;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Intent;
    })();

    holdfast.Progress = (function() {

        /**
         * Properties of a Progress.
         * @typedef {Object} holdfast.Progress.$Properties
         * @property {Uint8Array|null} [project] Progress project
         * @property {number|null} [haveBytes] Progress haveBytes
         * @property {number|null} [needBytes] Progress needBytes
         * @property {number|null} [rate] Progress rate
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Progress.
         * @memberof holdfast
         * @interface IProgress
         * @augments holdfast.Progress.$Properties
         * @deprecated Use holdfast.Progress.$Properties instead.
         */

        /**
         * Shape of a Progress.
         * @typedef {holdfast.Progress.$Properties} holdfast.Progress.$Shape
         */

        /**
         * Constructs a new Progress.
         * @memberof holdfast
         * @classdesc Represents a Progress.
         * @constructor
         * @param {holdfast.Progress.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Progress = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Progress project.
         * @member {Uint8Array} project
         * @memberof holdfast.Progress
         * @instance
         */
        Progress.prototype.project = $util.newBuffer([]);

        /**
         * Progress haveBytes.
         * @member {number} haveBytes
         * @memberof holdfast.Progress
         * @instance
         */
        Progress.prototype.haveBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Progress needBytes.
         * @member {number} needBytes
         * @memberof holdfast.Progress
         * @instance
         */
        Progress.prototype.needBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Progress rate.
         * @member {number} rate
         * @memberof holdfast.Progress
         * @instance
         */
        Progress.prototype.rate = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Encodes the specified Progress message. Does not implicitly {@link holdfast.Progress.verify|verify} messages.
         * @function encode
         * @memberof holdfast.Progress
         * @static
         * @param {holdfast.Progress.$Properties} message Progress message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Progress.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.project != null && $Object.hasOwnProperty.call(message, "project") && message.project.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.project);
            if (message.haveBytes != null && $Object.hasOwnProperty.call(message, "haveBytes") && (typeof message.haveBytes === "object" ? message.haveBytes.low || message.haveBytes.high : message.haveBytes !== 0))
                writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.haveBytes);
            if (message.needBytes != null && $Object.hasOwnProperty.call(message, "needBytes") && (typeof message.needBytes === "object" ? message.needBytes.low || message.needBytes.high : message.needBytes !== 0))
                writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.needBytes);
            if (message.rate != null && $Object.hasOwnProperty.call(message, "rate") && (typeof message.rate === "object" ? message.rate.low || message.rate.high : message.rate !== 0))
                writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.rate);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Progress message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.Progress
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.Progress & holdfast.Progress.$Shape} Progress
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Progress.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.Progress();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.project = value;
                        else
                            delete message.project;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.haveBytes = value;
                        else
                            delete message.haveBytes;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.needBytes = value;
                        else
                            delete message.needBytes;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.rate = value;
                        else
                            delete message.rate;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Progress;
    })();

    holdfast.Beat = (function() {

        /**
         * Properties of a Beat.
         * @typedef {Object} holdfast.Beat.$Properties
         * @property {Uint8Array|null} [author] Beat author
         * @property {number|null} [incarnation] Beat incarnation
         * @property {number|null} [seq] Beat seq
         * @property {number|null} [time] Beat time
         * @property {number|null} [counter] Beat counter
         * @property {Array.<holdfast.Intent.$Properties>|null} [intents] Beat intents
         * @property {Array.<holdfast.Progress.$Properties>|null} [progress] Beat progress
         * @property {Uint8Array|null} [membership] Beat membership
         * @property {Array.<Uint8Array>|null} [reading] Beat reading
         * @property {string|null} [sick] Beat sick
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Beat.
         * @memberof holdfast
         * @interface IBeat
         * @augments holdfast.Beat.$Properties
         * @deprecated Use holdfast.Beat.$Properties instead.
         */

        /**
         * Shape of a Beat.
         * @typedef {holdfast.Beat.$Properties} holdfast.Beat.$Shape
         */

        /**
         * Constructs a new Beat.
         * @memberof holdfast
         * @classdesc Represents a Beat.
         * @constructor
         * @param {holdfast.Beat.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Beat = function (properties) {
            this.intents = [];
            this.progress = [];
            this.reading = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Beat author.
         * @member {Uint8Array} author
         * @memberof holdfast.Beat
         * @instance
         */
        Beat.prototype.author = $util.newBuffer([]);

        /**
         * Beat incarnation.
         * @member {number} incarnation
         * @memberof holdfast.Beat
         * @instance
         */
        Beat.prototype.incarnation = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Beat seq.
         * @member {number} seq
         * @memberof holdfast.Beat
         * @instance
         */
        Beat.prototype.seq = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Beat time.
         * @member {number} time
         * @memberof holdfast.Beat
         * @instance
         */
        Beat.prototype.time = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Beat counter.
         * @member {number} counter
         * @memberof holdfast.Beat
         * @instance
         */
        Beat.prototype.counter = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Beat intents.
         * @member {Array.<holdfast.Intent.$Properties>} intents
         * @memberof holdfast.Beat
         * @instance
         */
        Beat.prototype.intents = $util.emptyArray;

        /**
         * Beat progress.
         * @member {Array.<holdfast.Progress.$Properties>} progress
         * @memberof holdfast.Beat
         * @instance
         */
        Beat.prototype.progress = $util.emptyArray;

        /**
         * Beat membership.
         * @member {Uint8Array} membership
         * @memberof holdfast.Beat
         * @instance
         */
        Beat.prototype.membership = $util.newBuffer([]);

        /**
         * Beat reading.
         * @member {Array.<Uint8Array>} reading
         * @memberof holdfast.Beat
         * @instance
         */
        Beat.prototype.reading = $util.emptyArray;

        /**
         * Beat sick.
         * @member {string} sick
         * @memberof holdfast.Beat
         * @instance
         */
        Beat.prototype.sick = "";

        /**
         * Encodes the specified Beat message. Does not implicitly {@link holdfast.Beat.verify|verify} messages.
         * @function encode
         * @memberof holdfast.Beat
         * @static
         * @param {holdfast.Beat.$Properties} message Beat message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Beat.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.author != null && $Object.hasOwnProperty.call(message, "author") && message.author.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.author);
            if (message.incarnation != null && $Object.hasOwnProperty.call(message, "incarnation") && (typeof message.incarnation === "object" ? message.incarnation.low || message.incarnation.high : message.incarnation !== 0))
                writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.incarnation);
            if (message.seq != null && $Object.hasOwnProperty.call(message, "seq") && (typeof message.seq === "object" ? message.seq.low || message.seq.high : message.seq !== 0))
                writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.seq);
            if (message.time != null && $Object.hasOwnProperty.call(message, "time") && (typeof message.time === "object" ? message.time.low || message.time.high : message.time !== 0))
                writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.time);
            if (message.counter != null && $Object.hasOwnProperty.call(message, "counter") && (typeof message.counter === "object" ? message.counter.low || message.counter.high : message.counter !== 0))
                writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.counter);
            if (message.intents != null && message.intents.length)
                for (let i = 0; i < message.intents.length; ++i)
                    $root.holdfast.Intent.encode(message.intents[i], writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
            if (message.progress != null && message.progress.length)
                for (let i = 0; i < message.progress.length; ++i)
                    $root.holdfast.Progress.encode(message.progress[i], writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
            if (message.membership != null && $Object.hasOwnProperty.call(message, "membership") && message.membership.length)
                writer.uint32(/* id 8, wireType 2 =*/66).bytes(message.membership);
            if (message.reading != null && message.reading.length)
                for (let i = 0; i < message.reading.length; ++i)
                    writer.uint32(/* id 9, wireType 2 =*/74).bytes(message.reading[i]);
            if (message.sick != null && $Object.hasOwnProperty.call(message, "sick") && message.sick !== "")
                writer.uint32(/* id 10, wireType 2 =*/82).string(message.sick);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Beat message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.Beat
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.Beat & holdfast.Beat.$Shape} Beat
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Beat.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.Beat();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.author = value;
                        else
                            delete message.author;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.incarnation = value;
                        else
                            delete message.incarnation;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.seq = value;
                        else
                            delete message.seq;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.time = value;
                        else
                            delete message.time;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.counter = value;
                        else
                            delete message.counter;
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if (!(message.intents && message.intents.length))
                            message.intents = [];
                        message.intents.push($root.holdfast.Intent.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        if (!(message.progress && message.progress.length))
                            message.progress = [];
                        message.progress.push($root.holdfast.Progress.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.membership = value;
                        else
                            delete message.membership;
                        continue;
                    }
                case 9: {
                        if (wireType !== 2)
                            break;
                        if (!(message.reading && message.reading.length))
                            message.reading = [];
                        message.reading.push(reader.bytes());
                        continue;
                    }
                case 10: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.sick = value;
                        else
                            delete message.sick;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Beat;
    })();

    holdfast.Constitution = (function() {

        /**
         * Properties of a Constitution.
         * @typedef {Object} holdfast.Constitution.$Properties
         * @property {number|null} [number] Constitution number
         * @property {Uint8Array|null} [prev] Constitution prev
         * @property {string|null} [name] Constitution name
         * @property {Array.<Uint8Array>|null} [owners] Constitution owners
         * @property {number|null} [threshold] Constitution threshold
         * @property {Uint8Array|null} [recoveryIdentity] Constitution recoveryIdentity
         * @property {Uint8Array|null} [recoverySealing] Constitution recoverySealing
         * @property {Uint8Array|null} [salt] Constitution salt
         * @property {number|null} [time] Constitution time
         * @property {Uint8Array|null} [totp] Constitution totp
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Constitution.
         * @memberof holdfast
         * @interface IConstitution
         * @augments holdfast.Constitution.$Properties
         * @deprecated Use holdfast.Constitution.$Properties instead.
         */

        /**
         * Shape of a Constitution.
         * @typedef {holdfast.Constitution.$Properties} holdfast.Constitution.$Shape
         */

        /**
         * Constructs a new Constitution.
         * @memberof holdfast
         * @classdesc Represents a Constitution.
         * @constructor
         * @param {holdfast.Constitution.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Constitution = function (properties) {
            this.owners = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Constitution number.
         * @member {number} number
         * @memberof holdfast.Constitution
         * @instance
         */
        Constitution.prototype.number = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Constitution prev.
         * @member {Uint8Array} prev
         * @memberof holdfast.Constitution
         * @instance
         */
        Constitution.prototype.prev = $util.newBuffer([]);

        /**
         * Constitution name.
         * @member {string} name
         * @memberof holdfast.Constitution
         * @instance
         */
        Constitution.prototype.name = "";

        /**
         * Constitution owners.
         * @member {Array.<Uint8Array>} owners
         * @memberof holdfast.Constitution
         * @instance
         */
        Constitution.prototype.owners = $util.emptyArray;

        /**
         * Constitution threshold.
         * @member {number} threshold
         * @memberof holdfast.Constitution
         * @instance
         */
        Constitution.prototype.threshold = 0;

        /**
         * Constitution recoveryIdentity.
         * @member {Uint8Array} recoveryIdentity
         * @memberof holdfast.Constitution
         * @instance
         */
        Constitution.prototype.recoveryIdentity = $util.newBuffer([]);

        /**
         * Constitution recoverySealing.
         * @member {Uint8Array} recoverySealing
         * @memberof holdfast.Constitution
         * @instance
         */
        Constitution.prototype.recoverySealing = $util.newBuffer([]);

        /**
         * Constitution salt.
         * @member {Uint8Array} salt
         * @memberof holdfast.Constitution
         * @instance
         */
        Constitution.prototype.salt = $util.newBuffer([]);

        /**
         * Constitution time.
         * @member {number} time
         * @memberof holdfast.Constitution
         * @instance
         */
        Constitution.prototype.time = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Constitution totp.
         * @member {Uint8Array} totp
         * @memberof holdfast.Constitution
         * @instance
         */
        Constitution.prototype.totp = $util.newBuffer([]);

        /**
         * Encodes the specified Constitution message. Does not implicitly {@link holdfast.Constitution.verify|verify} messages.
         * @function encode
         * @memberof holdfast.Constitution
         * @static
         * @param {holdfast.Constitution.$Properties} message Constitution message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Constitution.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.number != null && $Object.hasOwnProperty.call(message, "number") && (typeof message.number === "object" ? message.number.low || message.number.high : message.number !== 0))
                writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.number);
            if (message.prev != null && $Object.hasOwnProperty.call(message, "prev") && message.prev.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.prev);
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(/* id 3, wireType 2 =*/26).string(message.name);
            if (message.owners != null && message.owners.length)
                for (let i = 0; i < message.owners.length; ++i)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.owners[i]);
            if (message.threshold != null && $Object.hasOwnProperty.call(message, "threshold") && message.threshold !== 0)
                writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.threshold);
            if (message.recoveryIdentity != null && $Object.hasOwnProperty.call(message, "recoveryIdentity") && message.recoveryIdentity.length)
                writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.recoveryIdentity);
            if (message.recoverySealing != null && $Object.hasOwnProperty.call(message, "recoverySealing") && message.recoverySealing.length)
                writer.uint32(/* id 7, wireType 2 =*/58).bytes(message.recoverySealing);
            if (message.salt != null && $Object.hasOwnProperty.call(message, "salt") && message.salt.length)
                writer.uint32(/* id 8, wireType 2 =*/66).bytes(message.salt);
            if (message.time != null && $Object.hasOwnProperty.call(message, "time") && (typeof message.time === "object" ? message.time.low || message.time.high : message.time !== 0))
                writer.uint32(/* id 9, wireType 0 =*/72).uint64(message.time);
            if (message.totp != null && $Object.hasOwnProperty.call(message, "totp") && message.totp.length)
                writer.uint32(/* id 10, wireType 2 =*/82).bytes(message.totp);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Constitution message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.Constitution
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.Constitution & holdfast.Constitution.$Shape} Constitution
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Constitution.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.Constitution();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.number = value;
                        else
                            delete message.number;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.prev = value;
                        else
                            delete message.prev;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if (!(message.owners && message.owners.length))
                            message.owners = [];
                        message.owners.push(reader.bytes());
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.threshold = value;
                        else
                            delete message.threshold;
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.recoveryIdentity = value;
                        else
                            delete message.recoveryIdentity;
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.recoverySealing = value;
                        else
                            delete message.recoverySealing;
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.salt = value;
                        else
                            delete message.salt;
                        continue;
                    }
                case 9: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.time = value;
                        else
                            delete message.time;
                        continue;
                    }
                case 10: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.totp = value;
                        else
                            delete message.totp;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Constitution;
    })();

    holdfast.MultiSigned = (function() {

        /**
         * Properties of a MultiSigned.
         * @typedef {Object} holdfast.MultiSigned.$Properties
         * @property {Uint8Array|null} [body] MultiSigned body
         * @property {Array.<holdfast.Cosignature.$Properties>|null} [signatures] MultiSigned signatures
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a MultiSigned.
         * @memberof holdfast
         * @interface IMultiSigned
         * @augments holdfast.MultiSigned.$Properties
         * @deprecated Use holdfast.MultiSigned.$Properties instead.
         */

        /**
         * Shape of a MultiSigned.
         * @typedef {holdfast.MultiSigned.$Properties} holdfast.MultiSigned.$Shape
         */

        /**
         * Constructs a new MultiSigned.
         * @memberof holdfast
         * @classdesc Represents a MultiSigned.
         * @constructor
         * @param {holdfast.MultiSigned.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const MultiSigned = function (properties) {
            this.signatures = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * MultiSigned body.
         * @member {Uint8Array} body
         * @memberof holdfast.MultiSigned
         * @instance
         */
        MultiSigned.prototype.body = $util.newBuffer([]);

        /**
         * MultiSigned signatures.
         * @member {Array.<holdfast.Cosignature.$Properties>} signatures
         * @memberof holdfast.MultiSigned
         * @instance
         */
        MultiSigned.prototype.signatures = $util.emptyArray;

        /**
         * Encodes the specified MultiSigned message. Does not implicitly {@link holdfast.MultiSigned.verify|verify} messages.
         * @function encode
         * @memberof holdfast.MultiSigned
         * @static
         * @param {holdfast.MultiSigned.$Properties} message MultiSigned message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        MultiSigned.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.body != null && $Object.hasOwnProperty.call(message, "body") && message.body.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.body);
            if (message.signatures != null && message.signatures.length)
                for (let i = 0; i < message.signatures.length; ++i)
                    $root.holdfast.Cosignature.encode(message.signatures[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a MultiSigned message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.MultiSigned
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.MultiSigned & holdfast.MultiSigned.$Shape} MultiSigned
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        MultiSigned.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.MultiSigned();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.body = value;
                        else
                            delete message.body;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if (!(message.signatures && message.signatures.length))
                            message.signatures = [];
                        message.signatures.push($root.holdfast.Cosignature.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return MultiSigned;
    })();

    holdfast.Cosignature = (function() {

        /**
         * Properties of a Cosignature.
         * @typedef {Object} holdfast.Cosignature.$Properties
         * @property {Uint8Array|null} [author] Cosignature author
         * @property {Uint8Array|null} [signature] Cosignature signature
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Cosignature.
         * @memberof holdfast
         * @interface ICosignature
         * @augments holdfast.Cosignature.$Properties
         * @deprecated Use holdfast.Cosignature.$Properties instead.
         */

        /**
         * Shape of a Cosignature.
         * @typedef {holdfast.Cosignature.$Properties} holdfast.Cosignature.$Shape
         */

        /**
         * Constructs a new Cosignature.
         * @memberof holdfast
         * @classdesc Represents a Cosignature.
         * @constructor
         * @param {holdfast.Cosignature.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Cosignature = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Cosignature author.
         * @member {Uint8Array} author
         * @memberof holdfast.Cosignature
         * @instance
         */
        Cosignature.prototype.author = $util.newBuffer([]);

        /**
         * Cosignature signature.
         * @member {Uint8Array} signature
         * @memberof holdfast.Cosignature
         * @instance
         */
        Cosignature.prototype.signature = $util.newBuffer([]);

        /**
         * Encodes the specified Cosignature message. Does not implicitly {@link holdfast.Cosignature.verify|verify} messages.
         * @function encode
         * @memberof holdfast.Cosignature
         * @static
         * @param {holdfast.Cosignature.$Properties} message Cosignature message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Cosignature.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.author != null && $Object.hasOwnProperty.call(message, "author") && message.author.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.author);
            if (message.signature != null && $Object.hasOwnProperty.call(message, "signature") && message.signature.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.signature);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Cosignature message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.Cosignature
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.Cosignature & holdfast.Cosignature.$Shape} Cosignature
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Cosignature.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.Cosignature();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.author = value;
                        else
                            delete message.author;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.signature = value;
                        else
                            delete message.signature;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Cosignature;
    })();

    /**
     * Role enum.
     * @name holdfast.Role
     * @enum {number}
     * @property {number} ROLE_UNSPECIFIED=0 ROLE_UNSPECIFIED value
     * @property {number} WRITER=1 WRITER value
     * @property {number} OPERATOR=2 OPERATOR value
     * @property {number} READER=3 READER value
     * @property {number} HOLDER=4 HOLDER value
     */
    holdfast.Role = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[0] = "ROLE_UNSPECIFIED"] = 0;
        values[valuesById[1] = "WRITER"] = 1;
        values[valuesById[2] = "OPERATOR"] = 2;
        values[valuesById[3] = "READER"] = 3;
        values[valuesById[4] = "HOLDER"] = 4;
        return values;
    })();

    holdfast.Member = (function() {

        /**
         * Properties of a Member.
         * @typedef {Object} holdfast.Member.$Properties
         * @property {Uint8Array|null} [site] Member site
         * @property {Uint8Array|null} [sealing] Member sealing
         * @property {holdfast.Role|null} [role] Member role
         * @property {string|null} [name] Member name
         * @property {Object.<string,string>|null} [labels] Member labels
         * @property {number|null} [version] Member version
         * @property {boolean|null} [revoked] Member revoked
         * @property {Array.<Uint8Array>|null} [rings] Member rings
         * @property {Array.<string>|null} [addresses] Member addresses
         * @property {number|null} [time] Member time
         * @property {Array.<Uint8Array>|null} [projects] Member projects
         * @property {number|null} [quota] Member quota
         * @property {boolean|null} [retiring] Member retiring
         * @property {Uint8Array|null} [lastHead] Member lastHead
         * @property {number|null} [lastSeq] Member lastSeq
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Member.
         * @memberof holdfast
         * @interface IMember
         * @augments holdfast.Member.$Properties
         * @deprecated Use holdfast.Member.$Properties instead.
         */

        /**
         * Shape of a Member.
         * @typedef {holdfast.Member.$Properties} holdfast.Member.$Shape
         */

        /**
         * Constructs a new Member.
         * @memberof holdfast
         * @classdesc Represents a Member.
         * @constructor
         * @param {holdfast.Member.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Member = function (properties) {
            this.labels = {};
            this.rings = [];
            this.addresses = [];
            this.projects = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Member site.
         * @member {Uint8Array} site
         * @memberof holdfast.Member
         * @instance
         */
        Member.prototype.site = $util.newBuffer([]);

        /**
         * Member sealing.
         * @member {Uint8Array} sealing
         * @memberof holdfast.Member
         * @instance
         */
        Member.prototype.sealing = $util.newBuffer([]);

        /**
         * Member role.
         * @member {holdfast.Role} role
         * @memberof holdfast.Member
         * @instance
         */
        Member.prototype.role = 0;

        /**
         * Member name.
         * @member {string} name
         * @memberof holdfast.Member
         * @instance
         */
        Member.prototype.name = "";

        /**
         * Member labels.
         * @member {Object.<string,string>} labels
         * @memberof holdfast.Member
         * @instance
         */
        Member.prototype.labels = $util.emptyObject;

        /**
         * Member version.
         * @member {number} version
         * @memberof holdfast.Member
         * @instance
         */
        Member.prototype.version = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Member revoked.
         * @member {boolean} revoked
         * @memberof holdfast.Member
         * @instance
         */
        Member.prototype.revoked = false;

        /**
         * Member rings.
         * @member {Array.<Uint8Array>} rings
         * @memberof holdfast.Member
         * @instance
         */
        Member.prototype.rings = $util.emptyArray;

        /**
         * Member addresses.
         * @member {Array.<string>} addresses
         * @memberof holdfast.Member
         * @instance
         */
        Member.prototype.addresses = $util.emptyArray;

        /**
         * Member time.
         * @member {number} time
         * @memberof holdfast.Member
         * @instance
         */
        Member.prototype.time = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Member projects.
         * @member {Array.<Uint8Array>} projects
         * @memberof holdfast.Member
         * @instance
         */
        Member.prototype.projects = $util.emptyArray;

        /**
         * Member quota.
         * @member {number} quota
         * @memberof holdfast.Member
         * @instance
         */
        Member.prototype.quota = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Member retiring.
         * @member {boolean} retiring
         * @memberof holdfast.Member
         * @instance
         */
        Member.prototype.retiring = false;

        /**
         * Member lastHead.
         * @member {Uint8Array} lastHead
         * @memberof holdfast.Member
         * @instance
         */
        Member.prototype.lastHead = $util.newBuffer([]);

        /**
         * Member lastSeq.
         * @member {number} lastSeq
         * @memberof holdfast.Member
         * @instance
         */
        Member.prototype.lastSeq = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Encodes the specified Member message. Does not implicitly {@link holdfast.Member.verify|verify} messages.
         * @function encode
         * @memberof holdfast.Member
         * @static
         * @param {holdfast.Member.$Properties} message Member message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Member.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.site != null && $Object.hasOwnProperty.call(message, "site") && message.site.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.site);
            if (message.sealing != null && $Object.hasOwnProperty.call(message, "sealing") && message.sealing.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.sealing);
            if (message.role != null && $Object.hasOwnProperty.call(message, "role") && message.role !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).int32(message.role);
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(/* id 4, wireType 2 =*/34).string(message.name);
            if (message.labels != null && $Object.hasOwnProperty.call(message, "labels"))
                for (let keys = $Object.keys(message.labels), i = 0; i < keys.length; ++i)
                    writer.uint32(/* id 5, wireType 2 =*/42).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 2 =*/18).string(message.labels[keys[i]]).ldelim();
            if (message.version != null && $Object.hasOwnProperty.call(message, "version") && (typeof message.version === "object" ? message.version.low || message.version.high : message.version !== 0))
                writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.version);
            if (message.revoked != null && $Object.hasOwnProperty.call(message, "revoked") && message.revoked !== false)
                writer.uint32(/* id 7, wireType 0 =*/56).bool(message.revoked);
            if (message.rings != null && message.rings.length)
                for (let i = 0; i < message.rings.length; ++i)
                    writer.uint32(/* id 8, wireType 2 =*/66).bytes(message.rings[i]);
            if (message.addresses != null && message.addresses.length)
                for (let i = 0; i < message.addresses.length; ++i)
                    writer.uint32(/* id 9, wireType 2 =*/74).string(message.addresses[i]);
            if (message.time != null && $Object.hasOwnProperty.call(message, "time") && (typeof message.time === "object" ? message.time.low || message.time.high : message.time !== 0))
                writer.uint32(/* id 10, wireType 0 =*/80).uint64(message.time);
            if (message.projects != null && message.projects.length)
                for (let i = 0; i < message.projects.length; ++i)
                    writer.uint32(/* id 11, wireType 2 =*/90).bytes(message.projects[i]);
            if (message.quota != null && $Object.hasOwnProperty.call(message, "quota") && (typeof message.quota === "object" ? message.quota.low || message.quota.high : message.quota !== 0))
                writer.uint32(/* id 12, wireType 0 =*/96).uint64(message.quota);
            if (message.retiring != null && $Object.hasOwnProperty.call(message, "retiring") && message.retiring !== false)
                writer.uint32(/* id 13, wireType 0 =*/104).bool(message.retiring);
            if (message.lastHead != null && $Object.hasOwnProperty.call(message, "lastHead") && message.lastHead.length)
                writer.uint32(/* id 14, wireType 2 =*/114).bytes(message.lastHead);
            if (message.lastSeq != null && $Object.hasOwnProperty.call(message, "lastSeq") && (typeof message.lastSeq === "object" ? message.lastSeq.low || message.lastSeq.high : message.lastSeq !== 0))
                writer.uint32(/* id 15, wireType 0 =*/120).uint64(message.lastSeq);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Member message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.Member
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.Member & holdfast.Member.$Shape} Member
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Member.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, key, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.Member();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.site = value;
                        else
                            delete message.site;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.sealing = value;
                        else
                            delete message.sealing;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.role = value;
                        else
                            delete message.role;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if (message.labels === $util.emptyObject)
                            message.labels = {};
                        let end2 = reader.size() + reader.pos;
                        if (end2 > reader.len)
                            throw $RangeError("index out of range");
                        reader.len = end2;
                        key = "";
                        value = "";
                        while (reader.pos < end2) {
                            let tag2 = reader.tag();
                            wireType = tag2 & 7;
                            switch (tag2 >>>= 3) {
                            case 1:
                                if (wireType !== 2)
                                    break;
                                key = reader.stringVerify();
                                continue;
                            case 2:
                                if (wireType !== 2)
                                    break;
                                value = reader.stringVerify();
                                continue;
                            }
                            reader.skipType(wireType, _depth, tag2);
                        }
                        if (reader.pos !== end2)
                            throw $RangeError("index out of range");
                        reader.len = end;
                        if (key === "__proto__")
                            $util.makeProp(message.labels, key);
                        message.labels[key] = value;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.version = value;
                        else
                            delete message.version;
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.revoked = value;
                        else
                            delete message.revoked;
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        if (!(message.rings && message.rings.length))
                            message.rings = [];
                        message.rings.push(reader.bytes());
                        continue;
                    }
                case 9: {
                        if (wireType !== 2)
                            break;
                        if (!(message.addresses && message.addresses.length))
                            message.addresses = [];
                        message.addresses.push(reader.stringVerify());
                        continue;
                    }
                case 10: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.time = value;
                        else
                            delete message.time;
                        continue;
                    }
                case 11: {
                        if (wireType !== 2)
                            break;
                        if (!(message.projects && message.projects.length))
                            message.projects = [];
                        message.projects.push(reader.bytes());
                        continue;
                    }
                case 12: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.quota = value;
                        else
                            delete message.quota;
                        continue;
                    }
                case 13: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.retiring = value;
                        else
                            delete message.retiring;
                        continue;
                    }
                case 14: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.lastHead = value;
                        else
                            delete message.lastHead;
                        continue;
                    }
                case 15: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.lastSeq = value;
                        else
                            delete message.lastSeq;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Member;
    })();

    holdfast.Slot = (function() {

        /**
         * Properties of a Slot.
         * @typedef {Object} holdfast.Slot.$Properties
         * @property {Uint8Array|null} [oneTime] Slot oneTime
         * @property {holdfast.Role|null} [role] Slot role
         * @property {string|null} [name] Slot name
         * @property {Object.<string,string>|null} [labels] Slot labels
         * @property {number|null} [expires] Slot expires
         * @property {Uint8Array|null} [serving] Slot serving
         * @property {Array.<Uint8Array>|null} [rings] Slot rings
         * @property {Uint8Array|null} [nonce] Slot nonce
         * @property {Array.<Uint8Array>|null} [projects] Slot projects
         * @property {number|null} [quota] Slot quota
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Slot.
         * @memberof holdfast
         * @interface ISlot
         * @augments holdfast.Slot.$Properties
         * @deprecated Use holdfast.Slot.$Properties instead.
         */

        /**
         * Shape of a Slot.
         * @typedef {holdfast.Slot.$Properties} holdfast.Slot.$Shape
         */

        /**
         * Constructs a new Slot.
         * @memberof holdfast
         * @classdesc Represents a Slot.
         * @constructor
         * @param {holdfast.Slot.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Slot = function (properties) {
            this.labels = {};
            this.rings = [];
            this.projects = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Slot oneTime.
         * @member {Uint8Array} oneTime
         * @memberof holdfast.Slot
         * @instance
         */
        Slot.prototype.oneTime = $util.newBuffer([]);

        /**
         * Slot role.
         * @member {holdfast.Role} role
         * @memberof holdfast.Slot
         * @instance
         */
        Slot.prototype.role = 0;

        /**
         * Slot name.
         * @member {string} name
         * @memberof holdfast.Slot
         * @instance
         */
        Slot.prototype.name = "";

        /**
         * Slot labels.
         * @member {Object.<string,string>} labels
         * @memberof holdfast.Slot
         * @instance
         */
        Slot.prototype.labels = $util.emptyObject;

        /**
         * Slot expires.
         * @member {number} expires
         * @memberof holdfast.Slot
         * @instance
         */
        Slot.prototype.expires = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Slot serving.
         * @member {Uint8Array} serving
         * @memberof holdfast.Slot
         * @instance
         */
        Slot.prototype.serving = $util.newBuffer([]);

        /**
         * Slot rings.
         * @member {Array.<Uint8Array>} rings
         * @memberof holdfast.Slot
         * @instance
         */
        Slot.prototype.rings = $util.emptyArray;

        /**
         * Slot nonce.
         * @member {Uint8Array} nonce
         * @memberof holdfast.Slot
         * @instance
         */
        Slot.prototype.nonce = $util.newBuffer([]);

        /**
         * Slot projects.
         * @member {Array.<Uint8Array>} projects
         * @memberof holdfast.Slot
         * @instance
         */
        Slot.prototype.projects = $util.emptyArray;

        /**
         * Slot quota.
         * @member {number} quota
         * @memberof holdfast.Slot
         * @instance
         */
        Slot.prototype.quota = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Encodes the specified Slot message. Does not implicitly {@link holdfast.Slot.verify|verify} messages.
         * @function encode
         * @memberof holdfast.Slot
         * @static
         * @param {holdfast.Slot.$Properties} message Slot message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Slot.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.oneTime != null && $Object.hasOwnProperty.call(message, "oneTime") && message.oneTime.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.oneTime);
            if (message.role != null && $Object.hasOwnProperty.call(message, "role") && message.role !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).int32(message.role);
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(/* id 3, wireType 2 =*/26).string(message.name);
            if (message.labels != null && $Object.hasOwnProperty.call(message, "labels"))
                for (let keys = $Object.keys(message.labels), i = 0; i < keys.length; ++i)
                    writer.uint32(/* id 4, wireType 2 =*/34).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 2 =*/18).string(message.labels[keys[i]]).ldelim();
            if (message.expires != null && $Object.hasOwnProperty.call(message, "expires") && (typeof message.expires === "object" ? message.expires.low || message.expires.high : message.expires !== 0))
                writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.expires);
            if (message.serving != null && $Object.hasOwnProperty.call(message, "serving") && message.serving.length)
                writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.serving);
            if (message.rings != null && message.rings.length)
                for (let i = 0; i < message.rings.length; ++i)
                    writer.uint32(/* id 7, wireType 2 =*/58).bytes(message.rings[i]);
            if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && message.nonce.length)
                writer.uint32(/* id 8, wireType 2 =*/66).bytes(message.nonce);
            if (message.projects != null && message.projects.length)
                for (let i = 0; i < message.projects.length; ++i)
                    writer.uint32(/* id 9, wireType 2 =*/74).bytes(message.projects[i]);
            if (message.quota != null && $Object.hasOwnProperty.call(message, "quota") && (typeof message.quota === "object" ? message.quota.low || message.quota.high : message.quota !== 0))
                writer.uint32(/* id 10, wireType 0 =*/80).uint64(message.quota);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Slot message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.Slot
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.Slot & holdfast.Slot.$Shape} Slot
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Slot.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, key, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.Slot();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.oneTime = value;
                        else
                            delete message.oneTime;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.role = value;
                        else
                            delete message.role;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if (message.labels === $util.emptyObject)
                            message.labels = {};
                        let end2 = reader.size() + reader.pos;
                        if (end2 > reader.len)
                            throw $RangeError("index out of range");
                        reader.len = end2;
                        key = "";
                        value = "";
                        while (reader.pos < end2) {
                            let tag2 = reader.tag();
                            wireType = tag2 & 7;
                            switch (tag2 >>>= 3) {
                            case 1:
                                if (wireType !== 2)
                                    break;
                                key = reader.stringVerify();
                                continue;
                            case 2:
                                if (wireType !== 2)
                                    break;
                                value = reader.stringVerify();
                                continue;
                            }
                            reader.skipType(wireType, _depth, tag2);
                        }
                        if (reader.pos !== end2)
                            throw $RangeError("index out of range");
                        reader.len = end;
                        if (key === "__proto__")
                            $util.makeProp(message.labels, key);
                        message.labels[key] = value;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.expires = value;
                        else
                            delete message.expires;
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.serving = value;
                        else
                            delete message.serving;
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        if (!(message.rings && message.rings.length))
                            message.rings = [];
                        message.rings.push(reader.bytes());
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.nonce = value;
                        else
                            delete message.nonce;
                        continue;
                    }
                case 9: {
                        if (wireType !== 2)
                            break;
                        if (!(message.projects && message.projects.length))
                            message.projects = [];
                        message.projects.push(reader.bytes());
                        continue;
                    }
                case 10: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.quota = value;
                        else
                            delete message.quota;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Slot;
    })();

    holdfast.Admission = (function() {

        /**
         * Properties of an Admission.
         * @typedef {Object} holdfast.Admission.$Properties
         * @property {Uint8Array|null} [slot] Admission slot
         * @property {Uint8Array|null} [site] Admission site
         * @property {Uint8Array|null} [sealing] Admission sealing
         * @property {string|null} [name] Admission name
         * @property {Object.<string,string>|null} [labels] Admission labels
         * @property {Array.<string>|null} [addresses] Admission addresses
         * @property {Uint8Array|null} [joinerSignature] Admission joinerSignature
         * @property {number|null} [time] Admission time
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of an Admission.
         * @memberof holdfast
         * @interface IAdmission
         * @augments holdfast.Admission.$Properties
         * @deprecated Use holdfast.Admission.$Properties instead.
         */

        /**
         * Shape of an Admission.
         * @typedef {holdfast.Admission.$Properties} holdfast.Admission.$Shape
         */

        /**
         * Constructs a new Admission.
         * @memberof holdfast
         * @classdesc Represents an Admission.
         * @constructor
         * @param {holdfast.Admission.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Admission = function (properties) {
            this.labels = {};
            this.addresses = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Admission slot.
         * @member {Uint8Array} slot
         * @memberof holdfast.Admission
         * @instance
         */
        Admission.prototype.slot = $util.newBuffer([]);

        /**
         * Admission site.
         * @member {Uint8Array} site
         * @memberof holdfast.Admission
         * @instance
         */
        Admission.prototype.site = $util.newBuffer([]);

        /**
         * Admission sealing.
         * @member {Uint8Array} sealing
         * @memberof holdfast.Admission
         * @instance
         */
        Admission.prototype.sealing = $util.newBuffer([]);

        /**
         * Admission name.
         * @member {string} name
         * @memberof holdfast.Admission
         * @instance
         */
        Admission.prototype.name = "";

        /**
         * Admission labels.
         * @member {Object.<string,string>} labels
         * @memberof holdfast.Admission
         * @instance
         */
        Admission.prototype.labels = $util.emptyObject;

        /**
         * Admission addresses.
         * @member {Array.<string>} addresses
         * @memberof holdfast.Admission
         * @instance
         */
        Admission.prototype.addresses = $util.emptyArray;

        /**
         * Admission joinerSignature.
         * @member {Uint8Array} joinerSignature
         * @memberof holdfast.Admission
         * @instance
         */
        Admission.prototype.joinerSignature = $util.newBuffer([]);

        /**
         * Admission time.
         * @member {number} time
         * @memberof holdfast.Admission
         * @instance
         */
        Admission.prototype.time = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Encodes the specified Admission message. Does not implicitly {@link holdfast.Admission.verify|verify} messages.
         * @function encode
         * @memberof holdfast.Admission
         * @static
         * @param {holdfast.Admission.$Properties} message Admission message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Admission.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.slot != null && $Object.hasOwnProperty.call(message, "slot") && message.slot.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.slot);
            if (message.site != null && $Object.hasOwnProperty.call(message, "site") && message.site.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.site);
            if (message.sealing != null && $Object.hasOwnProperty.call(message, "sealing") && message.sealing.length)
                writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.sealing);
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(/* id 4, wireType 2 =*/34).string(message.name);
            if (message.labels != null && $Object.hasOwnProperty.call(message, "labels"))
                for (let keys = $Object.keys(message.labels), i = 0; i < keys.length; ++i)
                    writer.uint32(/* id 5, wireType 2 =*/42).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 2 =*/18).string(message.labels[keys[i]]).ldelim();
            if (message.addresses != null && message.addresses.length)
                for (let i = 0; i < message.addresses.length; ++i)
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.addresses[i]);
            if (message.joinerSignature != null && $Object.hasOwnProperty.call(message, "joinerSignature") && message.joinerSignature.length)
                writer.uint32(/* id 7, wireType 2 =*/58).bytes(message.joinerSignature);
            if (message.time != null && $Object.hasOwnProperty.call(message, "time") && (typeof message.time === "object" ? message.time.low || message.time.high : message.time !== 0))
                writer.uint32(/* id 8, wireType 0 =*/64).uint64(message.time);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes an Admission message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.Admission
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.Admission & holdfast.Admission.$Shape} Admission
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Admission.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, key, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.Admission();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.slot = value;
                        else
                            delete message.slot;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.site = value;
                        else
                            delete message.site;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.sealing = value;
                        else
                            delete message.sealing;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if (message.labels === $util.emptyObject)
                            message.labels = {};
                        let end2 = reader.size() + reader.pos;
                        if (end2 > reader.len)
                            throw $RangeError("index out of range");
                        reader.len = end2;
                        key = "";
                        value = "";
                        while (reader.pos < end2) {
                            let tag2 = reader.tag();
                            wireType = tag2 & 7;
                            switch (tag2 >>>= 3) {
                            case 1:
                                if (wireType !== 2)
                                    break;
                                key = reader.stringVerify();
                                continue;
                            case 2:
                                if (wireType !== 2)
                                    break;
                                value = reader.stringVerify();
                                continue;
                            }
                            reader.skipType(wireType, _depth, tag2);
                        }
                        if (reader.pos !== end2)
                            throw $RangeError("index out of range");
                        reader.len = end;
                        if (key === "__proto__")
                            $util.makeProp(message.labels, key);
                        message.labels[key] = value;
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if (!(message.addresses && message.addresses.length))
                            message.addresses = [];
                        message.addresses.push(reader.stringVerify());
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.joinerSignature = value;
                        else
                            delete message.joinerSignature;
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.time = value;
                        else
                            delete message.time;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Admission;
    })();

    holdfast.Grant = (function() {

        /**
         * Properties of a Grant.
         * @typedef {Object} holdfast.Grant.$Properties
         * @property {Uint8Array|null} [ring] Grant ring
         * @property {number|null} [epoch] Grant epoch
         * @property {Uint8Array|null} [member] Grant member
         * @property {Uint8Array|null} [sealedKeys] Grant sealedKeys
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Grant.
         * @memberof holdfast
         * @interface IGrant
         * @augments holdfast.Grant.$Properties
         * @deprecated Use holdfast.Grant.$Properties instead.
         */

        /**
         * Shape of a Grant.
         * @typedef {holdfast.Grant.$Properties} holdfast.Grant.$Shape
         */

        /**
         * Constructs a new Grant.
         * @memberof holdfast
         * @classdesc Represents a Grant.
         * @constructor
         * @param {holdfast.Grant.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Grant = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Grant ring.
         * @member {Uint8Array} ring
         * @memberof holdfast.Grant
         * @instance
         */
        Grant.prototype.ring = $util.newBuffer([]);

        /**
         * Grant epoch.
         * @member {number} epoch
         * @memberof holdfast.Grant
         * @instance
         */
        Grant.prototype.epoch = 0;

        /**
         * Grant member.
         * @member {Uint8Array} member
         * @memberof holdfast.Grant
         * @instance
         */
        Grant.prototype.member = $util.newBuffer([]);

        /**
         * Grant sealedKeys.
         * @member {Uint8Array} sealedKeys
         * @memberof holdfast.Grant
         * @instance
         */
        Grant.prototype.sealedKeys = $util.newBuffer([]);

        /**
         * Encodes the specified Grant message. Does not implicitly {@link holdfast.Grant.verify|verify} messages.
         * @function encode
         * @memberof holdfast.Grant
         * @static
         * @param {holdfast.Grant.$Properties} message Grant message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Grant.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.ring != null && $Object.hasOwnProperty.call(message, "ring") && message.ring.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.ring);
            if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && message.epoch !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.epoch);
            if (message.member != null && $Object.hasOwnProperty.call(message, "member") && message.member.length)
                writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.member);
            if (message.sealedKeys != null && $Object.hasOwnProperty.call(message, "sealedKeys") && message.sealedKeys.length)
                writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.sealedKeys);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Grant message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.Grant
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.Grant & holdfast.Grant.$Shape} Grant
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Grant.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.Grant();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.ring = value;
                        else
                            delete message.ring;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.epoch = value;
                        else
                            delete message.epoch;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.member = value;
                        else
                            delete message.member;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.sealedKeys = value;
                        else
                            delete message.sealedKeys;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Grant;
    })();

    holdfast.RingKeys = (function() {

        /**
         * Properties of a RingKeys.
         * @typedef {Object} holdfast.RingKeys.$Properties
         * @property {Uint8Array|null} [ring] RingKeys ring
         * @property {Uint8Array|null} [root] RingKeys root
         * @property {Array.<holdfast.EpochKey.$Properties>|null} [epochs] RingKeys epochs
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a RingKeys.
         * @memberof holdfast
         * @interface IRingKeys
         * @augments holdfast.RingKeys.$Properties
         * @deprecated Use holdfast.RingKeys.$Properties instead.
         */

        /**
         * Shape of a RingKeys.
         * @typedef {holdfast.RingKeys.$Properties} holdfast.RingKeys.$Shape
         */

        /**
         * Constructs a new RingKeys.
         * @memberof holdfast
         * @classdesc Represents a RingKeys.
         * @constructor
         * @param {holdfast.RingKeys.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const RingKeys = function (properties) {
            this.epochs = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * RingKeys ring.
         * @member {Uint8Array} ring
         * @memberof holdfast.RingKeys
         * @instance
         */
        RingKeys.prototype.ring = $util.newBuffer([]);

        /**
         * RingKeys root.
         * @member {Uint8Array} root
         * @memberof holdfast.RingKeys
         * @instance
         */
        RingKeys.prototype.root = $util.newBuffer([]);

        /**
         * RingKeys epochs.
         * @member {Array.<holdfast.EpochKey.$Properties>} epochs
         * @memberof holdfast.RingKeys
         * @instance
         */
        RingKeys.prototype.epochs = $util.emptyArray;

        /**
         * Encodes the specified RingKeys message. Does not implicitly {@link holdfast.RingKeys.verify|verify} messages.
         * @function encode
         * @memberof holdfast.RingKeys
         * @static
         * @param {holdfast.RingKeys.$Properties} message RingKeys message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        RingKeys.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.ring != null && $Object.hasOwnProperty.call(message, "ring") && message.ring.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.ring);
            if (message.root != null && $Object.hasOwnProperty.call(message, "root") && message.root.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.root);
            if (message.epochs != null && message.epochs.length)
                for (let i = 0; i < message.epochs.length; ++i)
                    $root.holdfast.EpochKey.encode(message.epochs[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a RingKeys message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.RingKeys
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.RingKeys & holdfast.RingKeys.$Shape} RingKeys
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        RingKeys.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.RingKeys();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.ring = value;
                        else
                            delete message.ring;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.root = value;
                        else
                            delete message.root;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if (!(message.epochs && message.epochs.length))
                            message.epochs = [];
                        message.epochs.push($root.holdfast.EpochKey.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return RingKeys;
    })();

    holdfast.EpochKey = (function() {

        /**
         * Properties of an EpochKey.
         * @typedef {Object} holdfast.EpochKey.$Properties
         * @property {number|null} [epoch] EpochKey epoch
         * @property {Uint8Array|null} [secret] EpochKey secret
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of an EpochKey.
         * @memberof holdfast
         * @interface IEpochKey
         * @augments holdfast.EpochKey.$Properties
         * @deprecated Use holdfast.EpochKey.$Properties instead.
         */

        /**
         * Shape of an EpochKey.
         * @typedef {holdfast.EpochKey.$Properties} holdfast.EpochKey.$Shape
         */

        /**
         * Constructs a new EpochKey.
         * @memberof holdfast
         * @classdesc Represents an EpochKey.
         * @constructor
         * @param {holdfast.EpochKey.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const EpochKey = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * EpochKey epoch.
         * @member {number} epoch
         * @memberof holdfast.EpochKey
         * @instance
         */
        EpochKey.prototype.epoch = 0;

        /**
         * EpochKey secret.
         * @member {Uint8Array} secret
         * @memberof holdfast.EpochKey
         * @instance
         */
        EpochKey.prototype.secret = $util.newBuffer([]);

        /**
         * Encodes the specified EpochKey message. Does not implicitly {@link holdfast.EpochKey.verify|verify} messages.
         * @function encode
         * @memberof holdfast.EpochKey
         * @static
         * @param {holdfast.EpochKey.$Properties} message EpochKey message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        EpochKey.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && message.epoch !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.epoch);
            if (message.secret != null && $Object.hasOwnProperty.call(message, "secret") && message.secret.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.secret);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes an EpochKey message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.EpochKey
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.EpochKey & holdfast.EpochKey.$Shape} EpochKey
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        EpochKey.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.EpochKey();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.epoch = value;
                        else
                            delete message.epoch;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.secret = value;
                        else
                            delete message.secret;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return EpochKey;
    })();

    holdfast.Statement = (function() {

        /**
         * Properties of a Statement.
         * @typedef {Object} holdfast.Statement.$Properties
         * @property {string|null} [type] Statement type
         * @property {Uint8Array|null} [body] Statement body
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Statement.
         * @memberof holdfast
         * @interface IStatement
         * @augments holdfast.Statement.$Properties
         * @deprecated Use holdfast.Statement.$Properties instead.
         */

        /**
         * Shape of a Statement.
         * @typedef {holdfast.Statement.$Properties} holdfast.Statement.$Shape
         */

        /**
         * Constructs a new Statement.
         * @memberof holdfast
         * @classdesc Represents a Statement.
         * @constructor
         * @param {holdfast.Statement.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Statement = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Statement type.
         * @member {string} type
         * @memberof holdfast.Statement
         * @instance
         */
        Statement.prototype.type = "";

        /**
         * Statement body.
         * @member {Uint8Array} body
         * @memberof holdfast.Statement
         * @instance
         */
        Statement.prototype.body = $util.newBuffer([]);

        /**
         * Encodes the specified Statement message. Does not implicitly {@link holdfast.Statement.verify|verify} messages.
         * @function encode
         * @memberof holdfast.Statement
         * @static
         * @param {holdfast.Statement.$Properties} message Statement message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Statement.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.type);
            if (message.body != null && $Object.hasOwnProperty.call(message, "body") && message.body.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.body);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Statement message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.Statement
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.Statement & holdfast.Statement.$Shape} Statement
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Statement.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.Statement();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.type = value;
                        else
                            delete message.type;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.body = value;
                        else
                            delete message.body;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Statement;
    })();

    holdfast.Membership = (function() {

        /**
         * Properties of a Membership.
         * @typedef {Object} holdfast.Membership.$Properties
         * @property {Array.<holdfast.Statement.$Properties>|null} [statements] Membership statements
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Membership.
         * @memberof holdfast
         * @interface IMembership
         * @augments holdfast.Membership.$Properties
         * @deprecated Use holdfast.Membership.$Properties instead.
         */

        /**
         * Shape of a Membership.
         * @typedef {holdfast.Membership.$Properties} holdfast.Membership.$Shape
         */

        /**
         * Constructs a new Membership.
         * @memberof holdfast
         * @classdesc Represents a Membership.
         * @constructor
         * @param {holdfast.Membership.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Membership = function (properties) {
            this.statements = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Membership statements.
         * @member {Array.<holdfast.Statement.$Properties>} statements
         * @memberof holdfast.Membership
         * @instance
         */
        Membership.prototype.statements = $util.emptyArray;

        /**
         * Encodes the specified Membership message. Does not implicitly {@link holdfast.Membership.verify|verify} messages.
         * @function encode
         * @memberof holdfast.Membership
         * @static
         * @param {holdfast.Membership.$Properties} message Membership message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Membership.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.statements != null && message.statements.length)
                for (let i = 0; i < message.statements.length; ++i)
                    $root.holdfast.Statement.encode(message.statements[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Membership message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.Membership
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.Membership & holdfast.Membership.$Shape} Membership
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Membership.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.Membership();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if (!(message.statements && message.statements.length))
                            message.statements = [];
                        message.statements.push($root.holdfast.Statement.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Membership;
    })();

    holdfast.AuditEntry = (function() {

        /**
         * Properties of an AuditEntry.
         * @typedef {Object} holdfast.AuditEntry.$Properties
         * @property {number|null} [seq] AuditEntry seq
         * @property {Uint8Array|null} [prev] AuditEntry prev
         * @property {number|null} [time] AuditEntry time
         * @property {string|null} [act] AuditEntry act
         * @property {Uint8Array|null} [project] AuditEntry project
         * @property {Uint8Array|null} [site] AuditEntry site
         * @property {Uint8Array|null} [snapshot] AuditEntry snapshot
         * @property {Uint8Array|null} [by] AuditEntry by
         * @property {Uint8Array|null} [sealed] AuditEntry sealed
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of an AuditEntry.
         * @memberof holdfast
         * @interface IAuditEntry
         * @augments holdfast.AuditEntry.$Properties
         * @deprecated Use holdfast.AuditEntry.$Properties instead.
         */

        /**
         * Shape of an AuditEntry.
         * @typedef {holdfast.AuditEntry.$Properties} holdfast.AuditEntry.$Shape
         */

        /**
         * Constructs a new AuditEntry.
         * @memberof holdfast
         * @classdesc Represents an AuditEntry.
         * @constructor
         * @param {holdfast.AuditEntry.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const AuditEntry = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * AuditEntry seq.
         * @member {number} seq
         * @memberof holdfast.AuditEntry
         * @instance
         */
        AuditEntry.prototype.seq = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * AuditEntry prev.
         * @member {Uint8Array} prev
         * @memberof holdfast.AuditEntry
         * @instance
         */
        AuditEntry.prototype.prev = $util.newBuffer([]);

        /**
         * AuditEntry time.
         * @member {number} time
         * @memberof holdfast.AuditEntry
         * @instance
         */
        AuditEntry.prototype.time = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * AuditEntry act.
         * @member {string} act
         * @memberof holdfast.AuditEntry
         * @instance
         */
        AuditEntry.prototype.act = "";

        /**
         * AuditEntry project.
         * @member {Uint8Array} project
         * @memberof holdfast.AuditEntry
         * @instance
         */
        AuditEntry.prototype.project = $util.newBuffer([]);

        /**
         * AuditEntry site.
         * @member {Uint8Array} site
         * @memberof holdfast.AuditEntry
         * @instance
         */
        AuditEntry.prototype.site = $util.newBuffer([]);

        /**
         * AuditEntry snapshot.
         * @member {Uint8Array} snapshot
         * @memberof holdfast.AuditEntry
         * @instance
         */
        AuditEntry.prototype.snapshot = $util.newBuffer([]);

        /**
         * AuditEntry by.
         * @member {Uint8Array} by
         * @memberof holdfast.AuditEntry
         * @instance
         */
        AuditEntry.prototype.by = $util.newBuffer([]);

        /**
         * AuditEntry sealed.
         * @member {Uint8Array} sealed
         * @memberof holdfast.AuditEntry
         * @instance
         */
        AuditEntry.prototype.sealed = $util.newBuffer([]);

        /**
         * Encodes the specified AuditEntry message. Does not implicitly {@link holdfast.AuditEntry.verify|verify} messages.
         * @function encode
         * @memberof holdfast.AuditEntry
         * @static
         * @param {holdfast.AuditEntry.$Properties} message AuditEntry message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        AuditEntry.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.seq != null && $Object.hasOwnProperty.call(message, "seq") && (typeof message.seq === "object" ? message.seq.low || message.seq.high : message.seq !== 0))
                writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.seq);
            if (message.prev != null && $Object.hasOwnProperty.call(message, "prev") && message.prev.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.prev);
            if (message.time != null && $Object.hasOwnProperty.call(message, "time") && (typeof message.time === "object" ? message.time.low || message.time.high : message.time !== 0))
                writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.time);
            if (message.act != null && $Object.hasOwnProperty.call(message, "act") && message.act !== "")
                writer.uint32(/* id 4, wireType 2 =*/34).string(message.act);
            if (message.project != null && $Object.hasOwnProperty.call(message, "project") && message.project.length)
                writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.project);
            if (message.site != null && $Object.hasOwnProperty.call(message, "site") && message.site.length)
                writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.site);
            if (message.snapshot != null && $Object.hasOwnProperty.call(message, "snapshot") && message.snapshot.length)
                writer.uint32(/* id 7, wireType 2 =*/58).bytes(message.snapshot);
            if (message.by != null && $Object.hasOwnProperty.call(message, "by") && message.by.length)
                writer.uint32(/* id 8, wireType 2 =*/66).bytes(message.by);
            if (message.sealed != null && $Object.hasOwnProperty.call(message, "sealed") && message.sealed.length)
                writer.uint32(/* id 9, wireType 2 =*/74).bytes(message.sealed);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes an AuditEntry message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.AuditEntry
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.AuditEntry & holdfast.AuditEntry.$Shape} AuditEntry
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        AuditEntry.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.AuditEntry();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.seq = value;
                        else
                            delete message.seq;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.prev = value;
                        else
                            delete message.prev;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.time = value;
                        else
                            delete message.time;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.act = value;
                        else
                            delete message.act;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.project = value;
                        else
                            delete message.project;
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.site = value;
                        else
                            delete message.site;
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.snapshot = value;
                        else
                            delete message.snapshot;
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.by = value;
                        else
                            delete message.by;
                        continue;
                    }
                case 9: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.sealed = value;
                        else
                            delete message.sealed;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return AuditEntry;
    })();

    holdfast.AuditDetail = (function() {

        /**
         * Properties of an AuditDetail.
         * @typedef {Object} holdfast.AuditDetail.$Properties
         * @property {string|null} [text] AuditDetail text
         * @property {string|null} [who] AuditDetail who
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of an AuditDetail.
         * @memberof holdfast
         * @interface IAuditDetail
         * @augments holdfast.AuditDetail.$Properties
         * @deprecated Use holdfast.AuditDetail.$Properties instead.
         */

        /**
         * Shape of an AuditDetail.
         * @typedef {holdfast.AuditDetail.$Properties} holdfast.AuditDetail.$Shape
         */

        /**
         * Constructs a new AuditDetail.
         * @memberof holdfast
         * @classdesc Represents an AuditDetail.
         * @constructor
         * @param {holdfast.AuditDetail.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const AuditDetail = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * AuditDetail text.
         * @member {string} text
         * @memberof holdfast.AuditDetail
         * @instance
         */
        AuditDetail.prototype.text = "";

        /**
         * AuditDetail who.
         * @member {string} who
         * @memberof holdfast.AuditDetail
         * @instance
         */
        AuditDetail.prototype.who = "";

        /**
         * Encodes the specified AuditDetail message. Does not implicitly {@link holdfast.AuditDetail.verify|verify} messages.
         * @function encode
         * @memberof holdfast.AuditDetail
         * @static
         * @param {holdfast.AuditDetail.$Properties} message AuditDetail message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        AuditDetail.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.text != null && $Object.hasOwnProperty.call(message, "text") && message.text !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.text);
            if (message.who != null && $Object.hasOwnProperty.call(message, "who") && message.who !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.who);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes an AuditDetail message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.AuditDetail
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.AuditDetail & holdfast.AuditDetail.$Shape} AuditDetail
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        AuditDetail.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.AuditDetail();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.text = value;
                        else
                            delete message.text;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.who = value;
                        else
                            delete message.who;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return AuditDetail;
    })();

    holdfast.Forget = (function() {

        /**
         * Properties of a Forget.
         * @typedef {Object} holdfast.Forget.$Properties
         * @property {Uint8Array|null} [project] Forget project
         * @property {Uint8Array|null} [snapshots] Forget snapshots
         * @property {Uint8Array|null} [author] Forget author
         * @property {number|null} [time] Forget time
         * @property {string|null} [why] Forget why
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Forget.
         * @memberof holdfast
         * @interface IForget
         * @augments holdfast.Forget.$Properties
         * @deprecated Use holdfast.Forget.$Properties instead.
         */

        /**
         * Shape of a Forget.
         * @typedef {holdfast.Forget.$Properties} holdfast.Forget.$Shape
         */

        /**
         * Constructs a new Forget.
         * @memberof holdfast
         * @classdesc Represents a Forget.
         * @constructor
         * @param {holdfast.Forget.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Forget = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Forget project.
         * @member {Uint8Array} project
         * @memberof holdfast.Forget
         * @instance
         */
        Forget.prototype.project = $util.newBuffer([]);

        /**
         * Forget snapshots.
         * @member {Uint8Array} snapshots
         * @memberof holdfast.Forget
         * @instance
         */
        Forget.prototype.snapshots = $util.newBuffer([]);

        /**
         * Forget author.
         * @member {Uint8Array} author
         * @memberof holdfast.Forget
         * @instance
         */
        Forget.prototype.author = $util.newBuffer([]);

        /**
         * Forget time.
         * @member {number} time
         * @memberof holdfast.Forget
         * @instance
         */
        Forget.prototype.time = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Forget why.
         * @member {string} why
         * @memberof holdfast.Forget
         * @instance
         */
        Forget.prototype.why = "";

        /**
         * Encodes the specified Forget message. Does not implicitly {@link holdfast.Forget.verify|verify} messages.
         * @function encode
         * @memberof holdfast.Forget
         * @static
         * @param {holdfast.Forget.$Properties} message Forget message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Forget.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.project != null && $Object.hasOwnProperty.call(message, "project") && message.project.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.project);
            if (message.snapshots != null && $Object.hasOwnProperty.call(message, "snapshots") && message.snapshots.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.snapshots);
            if (message.author != null && $Object.hasOwnProperty.call(message, "author") && message.author.length)
                writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.author);
            if (message.time != null && $Object.hasOwnProperty.call(message, "time") && (typeof message.time === "object" ? message.time.low || message.time.high : message.time !== 0))
                writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.time);
            if (message.why != null && $Object.hasOwnProperty.call(message, "why") && message.why !== "")
                writer.uint32(/* id 5, wireType 2 =*/42).string(message.why);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Forget message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.Forget
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.Forget & holdfast.Forget.$Shape} Forget
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Forget.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.Forget();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.project = value;
                        else
                            delete message.project;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.snapshots = value;
                        else
                            delete message.snapshots;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.author = value;
                        else
                            delete message.author;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.time = value;
                        else
                            delete message.time;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.why = value;
                        else
                            delete message.why;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Forget;
    })();

    holdfast.Pin = (function() {

        /**
         * Properties of a Pin.
         * @typedef {Object} holdfast.Pin.$Properties
         * @property {Uint8Array|null} [project] Pin project
         * @property {Uint8Array|null} [snapshot] Pin snapshot
         * @property {boolean|null} [pinned] Pin pinned
         * @property {number|null} [rev] Pin rev
         * @property {Uint8Array|null} [author] Pin author
         * @property {number|null} [time] Pin time
         * @property {Uint8Array|null} [sealed] Pin sealed
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Pin.
         * @memberof holdfast
         * @interface IPin
         * @augments holdfast.Pin.$Properties
         * @deprecated Use holdfast.Pin.$Properties instead.
         */

        /**
         * Shape of a Pin.
         * @typedef {holdfast.Pin.$Properties} holdfast.Pin.$Shape
         */

        /**
         * Constructs a new Pin.
         * @memberof holdfast
         * @classdesc Represents a Pin.
         * @constructor
         * @param {holdfast.Pin.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Pin = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Pin project.
         * @member {Uint8Array} project
         * @memberof holdfast.Pin
         * @instance
         */
        Pin.prototype.project = $util.newBuffer([]);

        /**
         * Pin snapshot.
         * @member {Uint8Array} snapshot
         * @memberof holdfast.Pin
         * @instance
         */
        Pin.prototype.snapshot = $util.newBuffer([]);

        /**
         * Pin pinned.
         * @member {boolean} pinned
         * @memberof holdfast.Pin
         * @instance
         */
        Pin.prototype.pinned = false;

        /**
         * Pin rev.
         * @member {number} rev
         * @memberof holdfast.Pin
         * @instance
         */
        Pin.prototype.rev = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Pin author.
         * @member {Uint8Array} author
         * @memberof holdfast.Pin
         * @instance
         */
        Pin.prototype.author = $util.newBuffer([]);

        /**
         * Pin time.
         * @member {number} time
         * @memberof holdfast.Pin
         * @instance
         */
        Pin.prototype.time = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Pin sealed.
         * @member {Uint8Array} sealed
         * @memberof holdfast.Pin
         * @instance
         */
        Pin.prototype.sealed = $util.newBuffer([]);

        /**
         * Encodes the specified Pin message. Does not implicitly {@link holdfast.Pin.verify|verify} messages.
         * @function encode
         * @memberof holdfast.Pin
         * @static
         * @param {holdfast.Pin.$Properties} message Pin message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Pin.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.project != null && $Object.hasOwnProperty.call(message, "project") && message.project.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.project);
            if (message.snapshot != null && $Object.hasOwnProperty.call(message, "snapshot") && message.snapshot.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.snapshot);
            if (message.pinned != null && $Object.hasOwnProperty.call(message, "pinned") && message.pinned !== false)
                writer.uint32(/* id 3, wireType 0 =*/24).bool(message.pinned);
            if (message.rev != null && $Object.hasOwnProperty.call(message, "rev") && (typeof message.rev === "object" ? message.rev.low || message.rev.high : message.rev !== 0))
                writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.rev);
            if (message.author != null && $Object.hasOwnProperty.call(message, "author") && message.author.length)
                writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.author);
            if (message.time != null && $Object.hasOwnProperty.call(message, "time") && (typeof message.time === "object" ? message.time.low || message.time.high : message.time !== 0))
                writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.time);
            if (message.sealed != null && $Object.hasOwnProperty.call(message, "sealed") && message.sealed.length)
                writer.uint32(/* id 7, wireType 2 =*/58).bytes(message.sealed);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Pin message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.Pin
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.Pin & holdfast.Pin.$Shape} Pin
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Pin.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.Pin();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.project = value;
                        else
                            delete message.project;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.snapshot = value;
                        else
                            delete message.snapshot;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.pinned = value;
                        else
                            delete message.pinned;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.rev = value;
                        else
                            delete message.rev;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.author = value;
                        else
                            delete message.author;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.time = value;
                        else
                            delete message.time;
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.sealed = value;
                        else
                            delete message.sealed;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Pin;
    })();

    holdfast.DeleteCertificate = (function() {

        /**
         * Properties of a DeleteCertificate.
         * @typedef {Object} holdfast.DeleteCertificate.$Properties
         * @property {Uint8Array|null} [mesh] DeleteCertificate mesh
         * @property {Uint8Array|null} [project] DeleteCertificate project
         * @property {Uint8Array|null} [snapshots] DeleteCertificate snapshots
         * @property {number|null} [time] DeleteCertificate time
         * @property {number|null} [waitS] DeleteCertificate waitS
         * @property {string|null} [why] DeleteCertificate why
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a DeleteCertificate.
         * @memberof holdfast
         * @interface IDeleteCertificate
         * @augments holdfast.DeleteCertificate.$Properties
         * @deprecated Use holdfast.DeleteCertificate.$Properties instead.
         */

        /**
         * Shape of a DeleteCertificate.
         * @typedef {holdfast.DeleteCertificate.$Properties} holdfast.DeleteCertificate.$Shape
         */

        /**
         * Constructs a new DeleteCertificate.
         * @memberof holdfast
         * @classdesc Represents a DeleteCertificate.
         * @constructor
         * @param {holdfast.DeleteCertificate.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const DeleteCertificate = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * DeleteCertificate mesh.
         * @member {Uint8Array} mesh
         * @memberof holdfast.DeleteCertificate
         * @instance
         */
        DeleteCertificate.prototype.mesh = $util.newBuffer([]);

        /**
         * DeleteCertificate project.
         * @member {Uint8Array} project
         * @memberof holdfast.DeleteCertificate
         * @instance
         */
        DeleteCertificate.prototype.project = $util.newBuffer([]);

        /**
         * DeleteCertificate snapshots.
         * @member {Uint8Array} snapshots
         * @memberof holdfast.DeleteCertificate
         * @instance
         */
        DeleteCertificate.prototype.snapshots = $util.newBuffer([]);

        /**
         * DeleteCertificate time.
         * @member {number} time
         * @memberof holdfast.DeleteCertificate
         * @instance
         */
        DeleteCertificate.prototype.time = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * DeleteCertificate waitS.
         * @member {number} waitS
         * @memberof holdfast.DeleteCertificate
         * @instance
         */
        DeleteCertificate.prototype.waitS = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * DeleteCertificate why.
         * @member {string} why
         * @memberof holdfast.DeleteCertificate
         * @instance
         */
        DeleteCertificate.prototype.why = "";

        /**
         * Encodes the specified DeleteCertificate message. Does not implicitly {@link holdfast.DeleteCertificate.verify|verify} messages.
         * @function encode
         * @memberof holdfast.DeleteCertificate
         * @static
         * @param {holdfast.DeleteCertificate.$Properties} message DeleteCertificate message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        DeleteCertificate.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.mesh != null && $Object.hasOwnProperty.call(message, "mesh") && message.mesh.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.mesh);
            if (message.project != null && $Object.hasOwnProperty.call(message, "project") && message.project.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.project);
            if (message.snapshots != null && $Object.hasOwnProperty.call(message, "snapshots") && message.snapshots.length)
                writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.snapshots);
            if (message.time != null && $Object.hasOwnProperty.call(message, "time") && (typeof message.time === "object" ? message.time.low || message.time.high : message.time !== 0))
                writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.time);
            if (message.waitS != null && $Object.hasOwnProperty.call(message, "waitS") && (typeof message.waitS === "object" ? message.waitS.low || message.waitS.high : message.waitS !== 0))
                writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.waitS);
            if (message.why != null && $Object.hasOwnProperty.call(message, "why") && message.why !== "")
                writer.uint32(/* id 6, wireType 2 =*/50).string(message.why);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a DeleteCertificate message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.DeleteCertificate
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.DeleteCertificate & holdfast.DeleteCertificate.$Shape} DeleteCertificate
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        DeleteCertificate.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.DeleteCertificate();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.mesh = value;
                        else
                            delete message.mesh;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.project = value;
                        else
                            delete message.project;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.snapshots = value;
                        else
                            delete message.snapshots;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.time = value;
                        else
                            delete message.time;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.waitS = value;
                        else
                            delete message.waitS;
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.why = value;
                        else
                            delete message.why;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return DeleteCertificate;
    })();

    holdfast.Undelete = (function() {

        /**
         * Properties of an Undelete.
         * @typedef {Object} holdfast.Undelete.$Properties
         * @property {Uint8Array|null} [certificate] Undelete certificate
         * @property {Uint8Array|null} [author] Undelete author
         * @property {number|null} [time] Undelete time
         * @property {Uint8Array|null} [snapshots] Undelete snapshots
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of an Undelete.
         * @memberof holdfast
         * @interface IUndelete
         * @augments holdfast.Undelete.$Properties
         * @deprecated Use holdfast.Undelete.$Properties instead.
         */

        /**
         * Shape of an Undelete.
         * @typedef {holdfast.Undelete.$Properties} holdfast.Undelete.$Shape
         */

        /**
         * Constructs a new Undelete.
         * @memberof holdfast
         * @classdesc Represents an Undelete.
         * @constructor
         * @param {holdfast.Undelete.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Undelete = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Undelete certificate.
         * @member {Uint8Array} certificate
         * @memberof holdfast.Undelete
         * @instance
         */
        Undelete.prototype.certificate = $util.newBuffer([]);

        /**
         * Undelete author.
         * @member {Uint8Array} author
         * @memberof holdfast.Undelete
         * @instance
         */
        Undelete.prototype.author = $util.newBuffer([]);

        /**
         * Undelete time.
         * @member {number} time
         * @memberof holdfast.Undelete
         * @instance
         */
        Undelete.prototype.time = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Undelete snapshots.
         * @member {Uint8Array} snapshots
         * @memberof holdfast.Undelete
         * @instance
         */
        Undelete.prototype.snapshots = $util.newBuffer([]);

        /**
         * Encodes the specified Undelete message. Does not implicitly {@link holdfast.Undelete.verify|verify} messages.
         * @function encode
         * @memberof holdfast.Undelete
         * @static
         * @param {holdfast.Undelete.$Properties} message Undelete message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Undelete.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.certificate != null && $Object.hasOwnProperty.call(message, "certificate") && message.certificate.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.certificate);
            if (message.author != null && $Object.hasOwnProperty.call(message, "author") && message.author.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.author);
            if (message.time != null && $Object.hasOwnProperty.call(message, "time") && (typeof message.time === "object" ? message.time.low || message.time.high : message.time !== 0))
                writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.time);
            if (message.snapshots != null && $Object.hasOwnProperty.call(message, "snapshots") && message.snapshots.length)
                writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.snapshots);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes an Undelete message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.Undelete
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.Undelete & holdfast.Undelete.$Shape} Undelete
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Undelete.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.Undelete();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.certificate = value;
                        else
                            delete message.certificate;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.author = value;
                        else
                            delete message.author;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.time = value;
                        else
                            delete message.time;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.snapshots = value;
                        else
                            delete message.snapshots;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Undelete;
    })();

    holdfast.Range = (function() {

        /**
         * Properties of a Range.
         * @typedef {Object} holdfast.Range.$Properties
         * @property {Uint8Array|null} [cid] Range cid
         * @property {number|null} [offset] Range offset
         * @property {number|null} [length] Range length
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Range.
         * @memberof holdfast
         * @interface IRange
         * @augments holdfast.Range.$Properties
         * @deprecated Use holdfast.Range.$Properties instead.
         */

        /**
         * Shape of a Range.
         * @typedef {holdfast.Range.$Properties} holdfast.Range.$Shape
         */

        /**
         * Constructs a new Range.
         * @memberof holdfast
         * @classdesc Represents a Range.
         * @constructor
         * @param {holdfast.Range.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Range = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Range cid.
         * @member {Uint8Array} cid
         * @memberof holdfast.Range
         * @instance
         */
        Range.prototype.cid = $util.newBuffer([]);

        /**
         * Range offset.
         * @member {number} offset
         * @memberof holdfast.Range
         * @instance
         */
        Range.prototype.offset = 0;

        /**
         * Range length.
         * @member {number} length
         * @memberof holdfast.Range
         * @instance
         */
        Range.prototype.length = 0;

        /**
         * Encodes the specified Range message. Does not implicitly {@link holdfast.Range.verify|verify} messages.
         * @function encode
         * @memberof holdfast.Range
         * @static
         * @param {holdfast.Range.$Properties} message Range message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Range.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.cid != null && $Object.hasOwnProperty.call(message, "cid") && message.cid.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.cid);
            if (message.offset != null && $Object.hasOwnProperty.call(message, "offset") && message.offset !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.offset);
            if (message.length != null && $Object.hasOwnProperty.call(message, "length") && message.length !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.length);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Range message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.Range
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.Range & holdfast.Range.$Shape} Range
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Range.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.Range();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.cid = value;
                        else
                            delete message.cid;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.offset = value;
                        else
                            delete message.offset;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.length = value;
                        else
                            delete message.length;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Range;
    })();

    holdfast.Challenge = (function() {

        /**
         * Properties of a Challenge.
         * @typedef {Object} holdfast.Challenge.$Properties
         * @property {Uint8Array|null} [nonce] Challenge nonce
         * @property {Uint8Array|null} [challenger] Challenge challenger
         * @property {Uint8Array|null} [holder] Challenge holder
         * @property {Uint8Array|null} [project] Challenge project
         * @property {Uint8Array|null} [snapshots] Challenge snapshots
         * @property {Array.<holdfast.Range.$Properties>|null} [ranges] Challenge ranges
         * @property {number|null} [time] Challenge time
         * @property {number|null} [generation] Challenge generation
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Challenge.
         * @memberof holdfast
         * @interface IChallenge
         * @augments holdfast.Challenge.$Properties
         * @deprecated Use holdfast.Challenge.$Properties instead.
         */

        /**
         * Shape of a Challenge.
         * @typedef {holdfast.Challenge.$Properties} holdfast.Challenge.$Shape
         */

        /**
         * Constructs a new Challenge.
         * @memberof holdfast
         * @classdesc Represents a Challenge.
         * @constructor
         * @param {holdfast.Challenge.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Challenge = function (properties) {
            this.ranges = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Challenge nonce.
         * @member {Uint8Array} nonce
         * @memberof holdfast.Challenge
         * @instance
         */
        Challenge.prototype.nonce = $util.newBuffer([]);

        /**
         * Challenge challenger.
         * @member {Uint8Array} challenger
         * @memberof holdfast.Challenge
         * @instance
         */
        Challenge.prototype.challenger = $util.newBuffer([]);

        /**
         * Challenge holder.
         * @member {Uint8Array} holder
         * @memberof holdfast.Challenge
         * @instance
         */
        Challenge.prototype.holder = $util.newBuffer([]);

        /**
         * Challenge project.
         * @member {Uint8Array} project
         * @memberof holdfast.Challenge
         * @instance
         */
        Challenge.prototype.project = $util.newBuffer([]);

        /**
         * Challenge snapshots.
         * @member {Uint8Array} snapshots
         * @memberof holdfast.Challenge
         * @instance
         */
        Challenge.prototype.snapshots = $util.newBuffer([]);

        /**
         * Challenge ranges.
         * @member {Array.<holdfast.Range.$Properties>} ranges
         * @memberof holdfast.Challenge
         * @instance
         */
        Challenge.prototype.ranges = $util.emptyArray;

        /**
         * Challenge time.
         * @member {number} time
         * @memberof holdfast.Challenge
         * @instance
         */
        Challenge.prototype.time = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Challenge generation.
         * @member {number} generation
         * @memberof holdfast.Challenge
         * @instance
         */
        Challenge.prototype.generation = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Encodes the specified Challenge message. Does not implicitly {@link holdfast.Challenge.verify|verify} messages.
         * @function encode
         * @memberof holdfast.Challenge
         * @static
         * @param {holdfast.Challenge.$Properties} message Challenge message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Challenge.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && message.nonce.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.nonce);
            if (message.challenger != null && $Object.hasOwnProperty.call(message, "challenger") && message.challenger.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.challenger);
            if (message.holder != null && $Object.hasOwnProperty.call(message, "holder") && message.holder.length)
                writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.holder);
            if (message.project != null && $Object.hasOwnProperty.call(message, "project") && message.project.length)
                writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.project);
            if (message.snapshots != null && $Object.hasOwnProperty.call(message, "snapshots") && message.snapshots.length)
                writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.snapshots);
            if (message.ranges != null && message.ranges.length)
                for (let i = 0; i < message.ranges.length; ++i)
                    $root.holdfast.Range.encode(message.ranges[i], writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
            if (message.time != null && $Object.hasOwnProperty.call(message, "time") && (typeof message.time === "object" ? message.time.low || message.time.high : message.time !== 0))
                writer.uint32(/* id 7, wireType 0 =*/56).uint64(message.time);
            if (message.generation != null && $Object.hasOwnProperty.call(message, "generation") && (typeof message.generation === "object" ? message.generation.low || message.generation.high : message.generation !== 0))
                writer.uint32(/* id 8, wireType 0 =*/64).uint64(message.generation);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Challenge message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.Challenge
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.Challenge & holdfast.Challenge.$Shape} Challenge
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Challenge.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.Challenge();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.nonce = value;
                        else
                            delete message.nonce;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.challenger = value;
                        else
                            delete message.challenger;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.holder = value;
                        else
                            delete message.holder;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.project = value;
                        else
                            delete message.project;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.snapshots = value;
                        else
                            delete message.snapshots;
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if (!(message.ranges && message.ranges.length))
                            message.ranges = [];
                        message.ranges.push($root.holdfast.Range.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.time = value;
                        else
                            delete message.time;
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.generation = value;
                        else
                            delete message.generation;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Challenge;
    })();

    holdfast.RangeAnswer = (function() {

        /**
         * Properties of a RangeAnswer.
         * @typedef {Object} holdfast.RangeAnswer.$Properties
         * @property {boolean|null} [missing] RangeAnswer missing
         * @property {Uint8Array|null} [digest] RangeAnswer digest
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a RangeAnswer.
         * @memberof holdfast
         * @interface IRangeAnswer
         * @augments holdfast.RangeAnswer.$Properties
         * @deprecated Use holdfast.RangeAnswer.$Properties instead.
         */

        /**
         * Shape of a RangeAnswer.
         * @typedef {holdfast.RangeAnswer.$Properties} holdfast.RangeAnswer.$Shape
         */

        /**
         * Constructs a new RangeAnswer.
         * @memberof holdfast
         * @classdesc Represents a RangeAnswer.
         * @constructor
         * @param {holdfast.RangeAnswer.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const RangeAnswer = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * RangeAnswer missing.
         * @member {boolean} missing
         * @memberof holdfast.RangeAnswer
         * @instance
         */
        RangeAnswer.prototype.missing = false;

        /**
         * RangeAnswer digest.
         * @member {Uint8Array} digest
         * @memberof holdfast.RangeAnswer
         * @instance
         */
        RangeAnswer.prototype.digest = $util.newBuffer([]);

        /**
         * Encodes the specified RangeAnswer message. Does not implicitly {@link holdfast.RangeAnswer.verify|verify} messages.
         * @function encode
         * @memberof holdfast.RangeAnswer
         * @static
         * @param {holdfast.RangeAnswer.$Properties} message RangeAnswer message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        RangeAnswer.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.missing != null && $Object.hasOwnProperty.call(message, "missing") && message.missing !== false)
                writer.uint32(/* id 1, wireType 0 =*/8).bool(message.missing);
            if (message.digest != null && $Object.hasOwnProperty.call(message, "digest") && message.digest.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.digest);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a RangeAnswer message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.RangeAnswer
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.RangeAnswer & holdfast.RangeAnswer.$Shape} RangeAnswer
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        RangeAnswer.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.RangeAnswer();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.missing = value;
                        else
                            delete message.missing;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.digest = value;
                        else
                            delete message.digest;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return RangeAnswer;
    })();

    holdfast.Answer = (function() {

        /**
         * Properties of an Answer.
         * @typedef {Object} holdfast.Answer.$Properties
         * @property {Uint8Array|null} [challengeHash] Answer challengeHash
         * @property {Array.<holdfast.RangeAnswer.$Properties>|null} [ranges] Answer ranges
         * @property {number|null} [time] Answer time
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of an Answer.
         * @memberof holdfast
         * @interface IAnswer
         * @augments holdfast.Answer.$Properties
         * @deprecated Use holdfast.Answer.$Properties instead.
         */

        /**
         * Shape of an Answer.
         * @typedef {holdfast.Answer.$Properties} holdfast.Answer.$Shape
         */

        /**
         * Constructs a new Answer.
         * @memberof holdfast
         * @classdesc Represents an Answer.
         * @constructor
         * @param {holdfast.Answer.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Answer = function (properties) {
            this.ranges = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Answer challengeHash.
         * @member {Uint8Array} challengeHash
         * @memberof holdfast.Answer
         * @instance
         */
        Answer.prototype.challengeHash = $util.newBuffer([]);

        /**
         * Answer ranges.
         * @member {Array.<holdfast.RangeAnswer.$Properties>} ranges
         * @memberof holdfast.Answer
         * @instance
         */
        Answer.prototype.ranges = $util.emptyArray;

        /**
         * Answer time.
         * @member {number} time
         * @memberof holdfast.Answer
         * @instance
         */
        Answer.prototype.time = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Encodes the specified Answer message. Does not implicitly {@link holdfast.Answer.verify|verify} messages.
         * @function encode
         * @memberof holdfast.Answer
         * @static
         * @param {holdfast.Answer.$Properties} message Answer message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Answer.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.challengeHash != null && $Object.hasOwnProperty.call(message, "challengeHash") && message.challengeHash.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.challengeHash);
            if (message.ranges != null && message.ranges.length)
                for (let i = 0; i < message.ranges.length; ++i)
                    $root.holdfast.RangeAnswer.encode(message.ranges[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
            if (message.time != null && $Object.hasOwnProperty.call(message, "time") && (typeof message.time === "object" ? message.time.low || message.time.high : message.time !== 0))
                writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.time);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes an Answer message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.Answer
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.Answer & holdfast.Answer.$Shape} Answer
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Answer.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.Answer();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.challengeHash = value;
                        else
                            delete message.challengeHash;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if (!(message.ranges && message.ranges.length))
                            message.ranges = [];
                        message.ranges.push($root.holdfast.RangeAnswer.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.time = value;
                        else
                            delete message.time;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Answer;
    })();

    /**
     * WireError enum.
     * @name holdfast.WireError
     * @enum {number}
     * @property {number} WIRE_OK=0 WIRE_OK value
     * @property {number} WIRE_INVALID=1 WIRE_INVALID value
     * @property {number} WIRE_NOT_ALLOWED=2 WIRE_NOT_ALLOWED value
     * @property {number} WIRE_NODE_GONE=3 WIRE_NODE_GONE value
     * @property {number} WIRE_BUSY=4 WIRE_BUSY value
     * @property {number} WIRE_NOT_FOUND=5 WIRE_NOT_FOUND value
     * @property {number} WIRE_TICKET_UNKNOWN=6 WIRE_TICKET_UNKNOWN value
     * @property {number} WIRE_TICKET_EXPIRED=7 WIRE_TICKET_EXPIRED value
     * @property {number} WIRE_TICKET_USED=8 WIRE_TICKET_USED value
     * @property {number} WIRE_NAME_TAKEN=9 WIRE_NAME_TAKEN value
     * @property {number} WIRE_LABELS=10 WIRE_LABELS value
     * @property {number} WIRE_CLOCK_SKEW=11 WIRE_CLOCK_SKEW value
     * @property {number} WIRE_TICKET_REVOKED=12 WIRE_TICKET_REVOKED value
     */
    holdfast.WireError = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[0] = "WIRE_OK"] = 0;
        values[valuesById[1] = "WIRE_INVALID"] = 1;
        values[valuesById[2] = "WIRE_NOT_ALLOWED"] = 2;
        values[valuesById[3] = "WIRE_NODE_GONE"] = 3;
        values[valuesById[4] = "WIRE_BUSY"] = 4;
        values[valuesById[5] = "WIRE_NOT_FOUND"] = 5;
        values[valuesById[6] = "WIRE_TICKET_UNKNOWN"] = 6;
        values[valuesById[7] = "WIRE_TICKET_EXPIRED"] = 7;
        values[valuesById[8] = "WIRE_TICKET_USED"] = 8;
        values[valuesById[9] = "WIRE_NAME_TAKEN"] = 9;
        values[valuesById[10] = "WIRE_LABELS"] = 10;
        values[valuesById[11] = "WIRE_CLOCK_SKEW"] = 11;
        values[valuesById[12] = "WIRE_TICKET_REVOKED"] = 12;
        return values;
    })();

    holdfast.HelloRequest = (function() {

        /**
         * Properties of a HelloRequest.
         * @typedef {Object} holdfast.HelloRequest.$Properties
         * @property {Uint8Array|null} [mesh] HelloRequest mesh
         * @property {Uint8Array|null} [membership] HelloRequest membership
         * @property {Array.<Uint8Array>|null} [statements] HelloRequest statements
         * @property {Array.<holdfast.Statement.$Properties>|null} [push] HelloRequest push
         * @property {number|null} [time] HelloRequest time
         * @property {Array.<string>|null} [features] HelloRequest features
         * @property {string|null} [software] HelloRequest software
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a HelloRequest.
         * @memberof holdfast
         * @interface IHelloRequest
         * @augments holdfast.HelloRequest.$Properties
         * @deprecated Use holdfast.HelloRequest.$Properties instead.
         */

        /**
         * Shape of a HelloRequest.
         * @typedef {holdfast.HelloRequest.$Properties} holdfast.HelloRequest.$Shape
         */

        /**
         * Constructs a new HelloRequest.
         * @memberof holdfast
         * @classdesc Represents a HelloRequest.
         * @constructor
         * @param {holdfast.HelloRequest.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const HelloRequest = function (properties) {
            this.statements = [];
            this.push = [];
            this.features = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * HelloRequest mesh.
         * @member {Uint8Array} mesh
         * @memberof holdfast.HelloRequest
         * @instance
         */
        HelloRequest.prototype.mesh = $util.newBuffer([]);

        /**
         * HelloRequest membership.
         * @member {Uint8Array} membership
         * @memberof holdfast.HelloRequest
         * @instance
         */
        HelloRequest.prototype.membership = $util.newBuffer([]);

        /**
         * HelloRequest statements.
         * @member {Array.<Uint8Array>} statements
         * @memberof holdfast.HelloRequest
         * @instance
         */
        HelloRequest.prototype.statements = $util.emptyArray;

        /**
         * HelloRequest push.
         * @member {Array.<holdfast.Statement.$Properties>} push
         * @memberof holdfast.HelloRequest
         * @instance
         */
        HelloRequest.prototype.push = $util.emptyArray;

        /**
         * HelloRequest time.
         * @member {number} time
         * @memberof holdfast.HelloRequest
         * @instance
         */
        HelloRequest.prototype.time = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * HelloRequest features.
         * @member {Array.<string>} features
         * @memberof holdfast.HelloRequest
         * @instance
         */
        HelloRequest.prototype.features = $util.emptyArray;

        /**
         * HelloRequest software.
         * @member {string} software
         * @memberof holdfast.HelloRequest
         * @instance
         */
        HelloRequest.prototype.software = "";

        /**
         * Encodes the specified HelloRequest message. Does not implicitly {@link holdfast.HelloRequest.verify|verify} messages.
         * @function encode
         * @memberof holdfast.HelloRequest
         * @static
         * @param {holdfast.HelloRequest.$Properties} message HelloRequest message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        HelloRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.mesh != null && $Object.hasOwnProperty.call(message, "mesh") && message.mesh.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.mesh);
            if (message.membership != null && $Object.hasOwnProperty.call(message, "membership") && message.membership.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.membership);
            if (message.statements != null && message.statements.length)
                for (let i = 0; i < message.statements.length; ++i)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.statements[i]);
            if (message.push != null && message.push.length)
                for (let i = 0; i < message.push.length; ++i)
                    $root.holdfast.Statement.encode(message.push[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
            if (message.time != null && $Object.hasOwnProperty.call(message, "time") && (typeof message.time === "object" ? message.time.low || message.time.high : message.time !== 0))
                writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.time);
            if (message.features != null && message.features.length)
                for (let i = 0; i < message.features.length; ++i)
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.features[i]);
            if (message.software != null && $Object.hasOwnProperty.call(message, "software") && message.software !== "")
                writer.uint32(/* id 7, wireType 2 =*/58).string(message.software);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a HelloRequest message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.HelloRequest
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.HelloRequest & holdfast.HelloRequest.$Shape} HelloRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        HelloRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.HelloRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.mesh = value;
                        else
                            delete message.mesh;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.membership = value;
                        else
                            delete message.membership;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if (!(message.statements && message.statements.length))
                            message.statements = [];
                        message.statements.push(reader.bytes());
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if (!(message.push && message.push.length))
                            message.push = [];
                        message.push.push($root.holdfast.Statement.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.time = value;
                        else
                            delete message.time;
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if (!(message.features && message.features.length))
                            message.features = [];
                        message.features.push(reader.stringVerify());
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.software = value;
                        else
                            delete message.software;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return HelloRequest;
    })();

    holdfast.HelloResponse = (function() {

        /**
         * Properties of a HelloResponse.
         * @typedef {Object} holdfast.HelloResponse.$Properties
         * @property {holdfast.WireError|null} [error] HelloResponse error
         * @property {Uint8Array|null} [membership] HelloResponse membership
         * @property {Array.<Uint8Array>|null} [want] HelloResponse want
         * @property {Array.<holdfast.Statement.$Properties>|null} [statements] HelloResponse statements
         * @property {number|null} [time] HelloResponse time
         * @property {Array.<string>|null} [features] HelloResponse features
         * @property {string|null} [software] HelloResponse software
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a HelloResponse.
         * @memberof holdfast
         * @interface IHelloResponse
         * @augments holdfast.HelloResponse.$Properties
         * @deprecated Use holdfast.HelloResponse.$Properties instead.
         */

        /**
         * Shape of a HelloResponse.
         * @typedef {holdfast.HelloResponse.$Properties} holdfast.HelloResponse.$Shape
         */

        /**
         * Constructs a new HelloResponse.
         * @memberof holdfast
         * @classdesc Represents a HelloResponse.
         * @constructor
         * @param {holdfast.HelloResponse.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const HelloResponse = function (properties) {
            this.want = [];
            this.statements = [];
            this.features = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * HelloResponse error.
         * @member {holdfast.WireError} error
         * @memberof holdfast.HelloResponse
         * @instance
         */
        HelloResponse.prototype.error = 0;

        /**
         * HelloResponse membership.
         * @member {Uint8Array} membership
         * @memberof holdfast.HelloResponse
         * @instance
         */
        HelloResponse.prototype.membership = $util.newBuffer([]);

        /**
         * HelloResponse want.
         * @member {Array.<Uint8Array>} want
         * @memberof holdfast.HelloResponse
         * @instance
         */
        HelloResponse.prototype.want = $util.emptyArray;

        /**
         * HelloResponse statements.
         * @member {Array.<holdfast.Statement.$Properties>} statements
         * @memberof holdfast.HelloResponse
         * @instance
         */
        HelloResponse.prototype.statements = $util.emptyArray;

        /**
         * HelloResponse time.
         * @member {number} time
         * @memberof holdfast.HelloResponse
         * @instance
         */
        HelloResponse.prototype.time = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * HelloResponse features.
         * @member {Array.<string>} features
         * @memberof holdfast.HelloResponse
         * @instance
         */
        HelloResponse.prototype.features = $util.emptyArray;

        /**
         * HelloResponse software.
         * @member {string} software
         * @memberof holdfast.HelloResponse
         * @instance
         */
        HelloResponse.prototype.software = "";

        /**
         * Encodes the specified HelloResponse message. Does not implicitly {@link holdfast.HelloResponse.verify|verify} messages.
         * @function encode
         * @memberof holdfast.HelloResponse
         * @static
         * @param {holdfast.HelloResponse.$Properties} message HelloResponse message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        HelloResponse.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.error != null && $Object.hasOwnProperty.call(message, "error") && message.error !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).int32(message.error);
            if (message.membership != null && $Object.hasOwnProperty.call(message, "membership") && message.membership.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.membership);
            if (message.want != null && message.want.length)
                for (let i = 0; i < message.want.length; ++i)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.want[i]);
            if (message.statements != null && message.statements.length)
                for (let i = 0; i < message.statements.length; ++i)
                    $root.holdfast.Statement.encode(message.statements[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
            if (message.time != null && $Object.hasOwnProperty.call(message, "time") && (typeof message.time === "object" ? message.time.low || message.time.high : message.time !== 0))
                writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.time);
            if (message.features != null && message.features.length)
                for (let i = 0; i < message.features.length; ++i)
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.features[i]);
            if (message.software != null && $Object.hasOwnProperty.call(message, "software") && message.software !== "")
                writer.uint32(/* id 7, wireType 2 =*/58).string(message.software);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a HelloResponse message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.HelloResponse
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.HelloResponse & holdfast.HelloResponse.$Shape} HelloResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        HelloResponse.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.HelloResponse();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.error = value;
                        else
                            delete message.error;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.membership = value;
                        else
                            delete message.membership;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if (!(message.want && message.want.length))
                            message.want = [];
                        message.want.push(reader.bytes());
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if (!(message.statements && message.statements.length))
                            message.statements = [];
                        message.statements.push($root.holdfast.Statement.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.time = value;
                        else
                            delete message.time;
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if (!(message.features && message.features.length))
                            message.features = [];
                        message.features.push(reader.stringVerify());
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.software = value;
                        else
                            delete message.software;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return HelloResponse;
    })();

    holdfast.HeadPlace = (function() {

        /**
         * Properties of a HeadPlace.
         * @typedef {Object} holdfast.HeadPlace.$Properties
         * @property {Uint8Array|null} [author] HeadPlace author
         * @property {number|null} [incarnation] HeadPlace incarnation
         * @property {number|null} [seq] HeadPlace seq
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a HeadPlace.
         * @memberof holdfast
         * @interface IHeadPlace
         * @augments holdfast.HeadPlace.$Properties
         * @deprecated Use holdfast.HeadPlace.$Properties instead.
         */

        /**
         * Shape of a HeadPlace.
         * @typedef {holdfast.HeadPlace.$Properties} holdfast.HeadPlace.$Shape
         */

        /**
         * Constructs a new HeadPlace.
         * @memberof holdfast
         * @classdesc Represents a HeadPlace.
         * @constructor
         * @param {holdfast.HeadPlace.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const HeadPlace = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * HeadPlace author.
         * @member {Uint8Array} author
         * @memberof holdfast.HeadPlace
         * @instance
         */
        HeadPlace.prototype.author = $util.newBuffer([]);

        /**
         * HeadPlace incarnation.
         * @member {number} incarnation
         * @memberof holdfast.HeadPlace
         * @instance
         */
        HeadPlace.prototype.incarnation = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * HeadPlace seq.
         * @member {number} seq
         * @memberof holdfast.HeadPlace
         * @instance
         */
        HeadPlace.prototype.seq = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Encodes the specified HeadPlace message. Does not implicitly {@link holdfast.HeadPlace.verify|verify} messages.
         * @function encode
         * @memberof holdfast.HeadPlace
         * @static
         * @param {holdfast.HeadPlace.$Properties} message HeadPlace message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        HeadPlace.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.author != null && $Object.hasOwnProperty.call(message, "author") && message.author.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.author);
            if (message.incarnation != null && $Object.hasOwnProperty.call(message, "incarnation") && (typeof message.incarnation === "object" ? message.incarnation.low || message.incarnation.high : message.incarnation !== 0))
                writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.incarnation);
            if (message.seq != null && $Object.hasOwnProperty.call(message, "seq") && (typeof message.seq === "object" ? message.seq.low || message.seq.high : message.seq !== 0))
                writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.seq);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a HeadPlace message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.HeadPlace
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.HeadPlace & holdfast.HeadPlace.$Shape} HeadPlace
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        HeadPlace.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.HeadPlace();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.author = value;
                        else
                            delete message.author;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.incarnation = value;
                        else
                            delete message.incarnation;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.seq = value;
                        else
                            delete message.seq;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return HeadPlace;
    })();

    holdfast.HeadsRequest = (function() {

        /**
         * Properties of a HeadsRequest.
         * @typedef {Object} holdfast.HeadsRequest.$Properties
         * @property {Array.<holdfast.HeadPlace.$Properties>|null} [known] HeadsRequest known
         * @property {Array.<holdfast.Signed.$Properties>|null} [push] HeadsRequest push
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a HeadsRequest.
         * @memberof holdfast
         * @interface IHeadsRequest
         * @augments holdfast.HeadsRequest.$Properties
         * @deprecated Use holdfast.HeadsRequest.$Properties instead.
         */

        /**
         * Shape of a HeadsRequest.
         * @typedef {holdfast.HeadsRequest.$Properties} holdfast.HeadsRequest.$Shape
         */

        /**
         * Constructs a new HeadsRequest.
         * @memberof holdfast
         * @classdesc Represents a HeadsRequest.
         * @constructor
         * @param {holdfast.HeadsRequest.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const HeadsRequest = function (properties) {
            this.known = [];
            this.push = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * HeadsRequest known.
         * @member {Array.<holdfast.HeadPlace.$Properties>} known
         * @memberof holdfast.HeadsRequest
         * @instance
         */
        HeadsRequest.prototype.known = $util.emptyArray;

        /**
         * HeadsRequest push.
         * @member {Array.<holdfast.Signed.$Properties>} push
         * @memberof holdfast.HeadsRequest
         * @instance
         */
        HeadsRequest.prototype.push = $util.emptyArray;

        /**
         * Encodes the specified HeadsRequest message. Does not implicitly {@link holdfast.HeadsRequest.verify|verify} messages.
         * @function encode
         * @memberof holdfast.HeadsRequest
         * @static
         * @param {holdfast.HeadsRequest.$Properties} message HeadsRequest message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        HeadsRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.known != null && message.known.length)
                for (let i = 0; i < message.known.length; ++i)
                    $root.holdfast.HeadPlace.encode(message.known[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
            if (message.push != null && message.push.length)
                for (let i = 0; i < message.push.length; ++i)
                    $root.holdfast.Signed.encode(message.push[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a HeadsRequest message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.HeadsRequest
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.HeadsRequest & holdfast.HeadsRequest.$Shape} HeadsRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        HeadsRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.HeadsRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if (!(message.known && message.known.length))
                            message.known = [];
                        message.known.push($root.holdfast.HeadPlace.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if (!(message.push && message.push.length))
                            message.push = [];
                        message.push.push($root.holdfast.Signed.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return HeadsRequest;
    })();

    holdfast.HeadsResponse = (function() {

        /**
         * Properties of a HeadsResponse.
         * @typedef {Object} holdfast.HeadsResponse.$Properties
         * @property {holdfast.WireError|null} [error] HeadsResponse error
         * @property {Array.<holdfast.Signed.$Properties>|null} [heads] HeadsResponse heads
         * @property {Array.<holdfast.Signed.$Properties>|null} [beats] HeadsResponse beats
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a HeadsResponse.
         * @memberof holdfast
         * @interface IHeadsResponse
         * @augments holdfast.HeadsResponse.$Properties
         * @deprecated Use holdfast.HeadsResponse.$Properties instead.
         */

        /**
         * Shape of a HeadsResponse.
         * @typedef {holdfast.HeadsResponse.$Properties} holdfast.HeadsResponse.$Shape
         */

        /**
         * Constructs a new HeadsResponse.
         * @memberof holdfast
         * @classdesc Represents a HeadsResponse.
         * @constructor
         * @param {holdfast.HeadsResponse.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const HeadsResponse = function (properties) {
            this.heads = [];
            this.beats = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * HeadsResponse error.
         * @member {holdfast.WireError} error
         * @memberof holdfast.HeadsResponse
         * @instance
         */
        HeadsResponse.prototype.error = 0;

        /**
         * HeadsResponse heads.
         * @member {Array.<holdfast.Signed.$Properties>} heads
         * @memberof holdfast.HeadsResponse
         * @instance
         */
        HeadsResponse.prototype.heads = $util.emptyArray;

        /**
         * HeadsResponse beats.
         * @member {Array.<holdfast.Signed.$Properties>} beats
         * @memberof holdfast.HeadsResponse
         * @instance
         */
        HeadsResponse.prototype.beats = $util.emptyArray;

        /**
         * Encodes the specified HeadsResponse message. Does not implicitly {@link holdfast.HeadsResponse.verify|verify} messages.
         * @function encode
         * @memberof holdfast.HeadsResponse
         * @static
         * @param {holdfast.HeadsResponse.$Properties} message HeadsResponse message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        HeadsResponse.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.error != null && $Object.hasOwnProperty.call(message, "error") && message.error !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).int32(message.error);
            if (message.heads != null && message.heads.length)
                for (let i = 0; i < message.heads.length; ++i)
                    $root.holdfast.Signed.encode(message.heads[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
            if (message.beats != null && message.beats.length)
                for (let i = 0; i < message.beats.length; ++i)
                    $root.holdfast.Signed.encode(message.beats[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a HeadsResponse message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.HeadsResponse
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.HeadsResponse & holdfast.HeadsResponse.$Shape} HeadsResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        HeadsResponse.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.HeadsResponse();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.error = value;
                        else
                            delete message.error;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if (!(message.heads && message.heads.length))
                            message.heads = [];
                        message.heads.push($root.holdfast.Signed.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if (!(message.beats && message.beats.length))
                            message.beats = [];
                        message.beats.push($root.holdfast.Signed.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return HeadsResponse;
    })();

    holdfast.CatalogRequest = (function() {

        /**
         * Properties of a CatalogRequest.
         * @typedef {Object} holdfast.CatalogRequest.$Properties
         * @property {Uint8Array|null} [author] CatalogRequest author
         * @property {Uint8Array|null} [root] CatalogRequest root
         * @property {Uint8Array|null} [haveRoot] CatalogRequest haveRoot
         * @property {Array.<Uint8Array>|null} [nodes] CatalogRequest nodes
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a CatalogRequest.
         * @memberof holdfast
         * @interface ICatalogRequest
         * @augments holdfast.CatalogRequest.$Properties
         * @deprecated Use holdfast.CatalogRequest.$Properties instead.
         */

        /**
         * Shape of a CatalogRequest.
         * @typedef {holdfast.CatalogRequest.$Properties} holdfast.CatalogRequest.$Shape
         */

        /**
         * Constructs a new CatalogRequest.
         * @memberof holdfast
         * @classdesc Represents a CatalogRequest.
         * @constructor
         * @param {holdfast.CatalogRequest.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const CatalogRequest = function (properties) {
            this.nodes = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * CatalogRequest author.
         * @member {Uint8Array} author
         * @memberof holdfast.CatalogRequest
         * @instance
         */
        CatalogRequest.prototype.author = $util.newBuffer([]);

        /**
         * CatalogRequest root.
         * @member {Uint8Array} root
         * @memberof holdfast.CatalogRequest
         * @instance
         */
        CatalogRequest.prototype.root = $util.newBuffer([]);

        /**
         * CatalogRequest haveRoot.
         * @member {Uint8Array} haveRoot
         * @memberof holdfast.CatalogRequest
         * @instance
         */
        CatalogRequest.prototype.haveRoot = $util.newBuffer([]);

        /**
         * CatalogRequest nodes.
         * @member {Array.<Uint8Array>} nodes
         * @memberof holdfast.CatalogRequest
         * @instance
         */
        CatalogRequest.prototype.nodes = $util.emptyArray;

        /**
         * Encodes the specified CatalogRequest message. Does not implicitly {@link holdfast.CatalogRequest.verify|verify} messages.
         * @function encode
         * @memberof holdfast.CatalogRequest
         * @static
         * @param {holdfast.CatalogRequest.$Properties} message CatalogRequest message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        CatalogRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.author != null && $Object.hasOwnProperty.call(message, "author") && message.author.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.author);
            if (message.root != null && $Object.hasOwnProperty.call(message, "root") && message.root.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.root);
            if (message.haveRoot != null && $Object.hasOwnProperty.call(message, "haveRoot") && message.haveRoot.length)
                writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.haveRoot);
            if (message.nodes != null && message.nodes.length)
                for (let i = 0; i < message.nodes.length; ++i)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.nodes[i]);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a CatalogRequest message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.CatalogRequest
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.CatalogRequest & holdfast.CatalogRequest.$Shape} CatalogRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        CatalogRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.CatalogRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.author = value;
                        else
                            delete message.author;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.root = value;
                        else
                            delete message.root;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.haveRoot = value;
                        else
                            delete message.haveRoot;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if (!(message.nodes && message.nodes.length))
                            message.nodes = [];
                        message.nodes.push(reader.bytes());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return CatalogRequest;
    })();

    holdfast.CatalogEdit = (function() {

        /**
         * Properties of a CatalogEdit.
         * @typedef {Object} holdfast.CatalogEdit.$Properties
         * @property {Uint8Array|null} [key] CatalogEdit key
         * @property {Uint8Array|null} [value] CatalogEdit value
         * @property {boolean|null} [removed] CatalogEdit removed
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a CatalogEdit.
         * @memberof holdfast
         * @interface ICatalogEdit
         * @augments holdfast.CatalogEdit.$Properties
         * @deprecated Use holdfast.CatalogEdit.$Properties instead.
         */

        /**
         * Shape of a CatalogEdit.
         * @typedef {holdfast.CatalogEdit.$Properties} holdfast.CatalogEdit.$Shape
         */

        /**
         * Constructs a new CatalogEdit.
         * @memberof holdfast
         * @classdesc Represents a CatalogEdit.
         * @constructor
         * @param {holdfast.CatalogEdit.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const CatalogEdit = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * CatalogEdit key.
         * @member {Uint8Array} key
         * @memberof holdfast.CatalogEdit
         * @instance
         */
        CatalogEdit.prototype.key = $util.newBuffer([]);

        /**
         * CatalogEdit value.
         * @member {Uint8Array} value
         * @memberof holdfast.CatalogEdit
         * @instance
         */
        CatalogEdit.prototype.value = $util.newBuffer([]);

        /**
         * CatalogEdit removed.
         * @member {boolean} removed
         * @memberof holdfast.CatalogEdit
         * @instance
         */
        CatalogEdit.prototype.removed = false;

        /**
         * Encodes the specified CatalogEdit message. Does not implicitly {@link holdfast.CatalogEdit.verify|verify} messages.
         * @function encode
         * @memberof holdfast.CatalogEdit
         * @static
         * @param {holdfast.CatalogEdit.$Properties} message CatalogEdit message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        CatalogEdit.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.key);
            if (message.value != null && $Object.hasOwnProperty.call(message, "value") && message.value.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.value);
            if (message.removed != null && $Object.hasOwnProperty.call(message, "removed") && message.removed !== false)
                writer.uint32(/* id 3, wireType 0 =*/24).bool(message.removed);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a CatalogEdit message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.CatalogEdit
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.CatalogEdit & holdfast.CatalogEdit.$Shape} CatalogEdit
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        CatalogEdit.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.CatalogEdit();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.key = value;
                        else
                            delete message.key;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.value = value;
                        else
                            delete message.value;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.removed = value;
                        else
                            delete message.removed;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return CatalogEdit;
    })();

    holdfast.CatalogResponse = (function() {

        /**
         * Properties of a CatalogResponse.
         * @typedef {Object} holdfast.CatalogResponse.$Properties
         * @property {holdfast.WireError|null} [error] CatalogResponse error
         * @property {Array.<holdfast.CatalogEdit.$Properties>|null} [edits] CatalogResponse edits
         * @property {boolean|null} [editsComplete] CatalogResponse editsComplete
         * @property {Array.<Uint8Array>|null} [nodes] CatalogResponse nodes
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a CatalogResponse.
         * @memberof holdfast
         * @interface ICatalogResponse
         * @augments holdfast.CatalogResponse.$Properties
         * @deprecated Use holdfast.CatalogResponse.$Properties instead.
         */

        /**
         * Shape of a CatalogResponse.
         * @typedef {holdfast.CatalogResponse.$Properties} holdfast.CatalogResponse.$Shape
         */

        /**
         * Constructs a new CatalogResponse.
         * @memberof holdfast
         * @classdesc Represents a CatalogResponse.
         * @constructor
         * @param {holdfast.CatalogResponse.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const CatalogResponse = function (properties) {
            this.edits = [];
            this.nodes = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * CatalogResponse error.
         * @member {holdfast.WireError} error
         * @memberof holdfast.CatalogResponse
         * @instance
         */
        CatalogResponse.prototype.error = 0;

        /**
         * CatalogResponse edits.
         * @member {Array.<holdfast.CatalogEdit.$Properties>} edits
         * @memberof holdfast.CatalogResponse
         * @instance
         */
        CatalogResponse.prototype.edits = $util.emptyArray;

        /**
         * CatalogResponse editsComplete.
         * @member {boolean} editsComplete
         * @memberof holdfast.CatalogResponse
         * @instance
         */
        CatalogResponse.prototype.editsComplete = false;

        /**
         * CatalogResponse nodes.
         * @member {Array.<Uint8Array>} nodes
         * @memberof holdfast.CatalogResponse
         * @instance
         */
        CatalogResponse.prototype.nodes = $util.emptyArray;

        /**
         * Encodes the specified CatalogResponse message. Does not implicitly {@link holdfast.CatalogResponse.verify|verify} messages.
         * @function encode
         * @memberof holdfast.CatalogResponse
         * @static
         * @param {holdfast.CatalogResponse.$Properties} message CatalogResponse message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        CatalogResponse.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.error != null && $Object.hasOwnProperty.call(message, "error") && message.error !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).int32(message.error);
            if (message.edits != null && message.edits.length)
                for (let i = 0; i < message.edits.length; ++i)
                    $root.holdfast.CatalogEdit.encode(message.edits[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
            if (message.editsComplete != null && $Object.hasOwnProperty.call(message, "editsComplete") && message.editsComplete !== false)
                writer.uint32(/* id 3, wireType 0 =*/24).bool(message.editsComplete);
            if (message.nodes != null && message.nodes.length)
                for (let i = 0; i < message.nodes.length; ++i)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.nodes[i]);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a CatalogResponse message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.CatalogResponse
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.CatalogResponse & holdfast.CatalogResponse.$Shape} CatalogResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        CatalogResponse.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.CatalogResponse();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.error = value;
                        else
                            delete message.error;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if (!(message.edits && message.edits.length))
                            message.edits = [];
                        message.edits.push($root.holdfast.CatalogEdit.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.editsComplete = value;
                        else
                            delete message.editsComplete;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if (!(message.nodes && message.nodes.length))
                            message.nodes = [];
                        message.nodes.push(reader.bytes());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return CatalogResponse;
    })();

    holdfast.ChunksRequest = (function() {

        /**
         * Properties of a ChunksRequest.
         * @typedef {Object} holdfast.ChunksRequest.$Properties
         * @property {Array.<Uint8Array>|null} [cids] ChunksRequest cids
         * @property {number|null} [window] ChunksRequest window
         * @property {Uint8Array|null} [project] ChunksRequest project
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a ChunksRequest.
         * @memberof holdfast
         * @interface IChunksRequest
         * @augments holdfast.ChunksRequest.$Properties
         * @deprecated Use holdfast.ChunksRequest.$Properties instead.
         */

        /**
         * Shape of a ChunksRequest.
         * @typedef {holdfast.ChunksRequest.$Properties} holdfast.ChunksRequest.$Shape
         */

        /**
         * Constructs a new ChunksRequest.
         * @memberof holdfast
         * @classdesc Represents a ChunksRequest.
         * @constructor
         * @param {holdfast.ChunksRequest.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const ChunksRequest = function (properties) {
            this.cids = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * ChunksRequest cids.
         * @member {Array.<Uint8Array>} cids
         * @memberof holdfast.ChunksRequest
         * @instance
         */
        ChunksRequest.prototype.cids = $util.emptyArray;

        /**
         * ChunksRequest window.
         * @member {number} window
         * @memberof holdfast.ChunksRequest
         * @instance
         */
        ChunksRequest.prototype.window = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * ChunksRequest project.
         * @member {Uint8Array} project
         * @memberof holdfast.ChunksRequest
         * @instance
         */
        ChunksRequest.prototype.project = $util.newBuffer([]);

        /**
         * Encodes the specified ChunksRequest message. Does not implicitly {@link holdfast.ChunksRequest.verify|verify} messages.
         * @function encode
         * @memberof holdfast.ChunksRequest
         * @static
         * @param {holdfast.ChunksRequest.$Properties} message ChunksRequest message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        ChunksRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.cids != null && message.cids.length)
                for (let i = 0; i < message.cids.length; ++i)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.cids[i]);
            if (message.window != null && $Object.hasOwnProperty.call(message, "window") && (typeof message.window === "object" ? message.window.low || message.window.high : message.window !== 0))
                writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.window);
            if (message.project != null && $Object.hasOwnProperty.call(message, "project") && message.project.length)
                writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.project);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a ChunksRequest message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.ChunksRequest
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.ChunksRequest & holdfast.ChunksRequest.$Shape} ChunksRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        ChunksRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.ChunksRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if (!(message.cids && message.cids.length))
                            message.cids = [];
                        message.cids.push(reader.bytes());
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.window = value;
                        else
                            delete message.window;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.project = value;
                        else
                            delete message.project;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return ChunksRequest;
    })();

    holdfast.ChunkFrame = (function() {

        /**
         * Properties of a ChunkFrame.
         * @typedef {Object} holdfast.ChunkFrame.$Properties
         * @property {Uint8Array|null} [cid] ChunkFrame cid
         * @property {Uint8Array|null} [bytes] ChunkFrame bytes
         * @property {boolean|null} [missing] ChunkFrame missing
         * @property {boolean|null} [end] ChunkFrame end
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a ChunkFrame.
         * @memberof holdfast
         * @interface IChunkFrame
         * @augments holdfast.ChunkFrame.$Properties
         * @deprecated Use holdfast.ChunkFrame.$Properties instead.
         */

        /**
         * Shape of a ChunkFrame.
         * @typedef {holdfast.ChunkFrame.$Properties} holdfast.ChunkFrame.$Shape
         */

        /**
         * Constructs a new ChunkFrame.
         * @memberof holdfast
         * @classdesc Represents a ChunkFrame.
         * @constructor
         * @param {holdfast.ChunkFrame.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const ChunkFrame = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * ChunkFrame cid.
         * @member {Uint8Array} cid
         * @memberof holdfast.ChunkFrame
         * @instance
         */
        ChunkFrame.prototype.cid = $util.newBuffer([]);

        /**
         * ChunkFrame bytes.
         * @member {Uint8Array} bytes
         * @memberof holdfast.ChunkFrame
         * @instance
         */
        ChunkFrame.prototype.bytes = $util.newBuffer([]);

        /**
         * ChunkFrame missing.
         * @member {boolean} missing
         * @memberof holdfast.ChunkFrame
         * @instance
         */
        ChunkFrame.prototype.missing = false;

        /**
         * ChunkFrame end.
         * @member {boolean} end
         * @memberof holdfast.ChunkFrame
         * @instance
         */
        ChunkFrame.prototype.end = false;

        /**
         * Encodes the specified ChunkFrame message. Does not implicitly {@link holdfast.ChunkFrame.verify|verify} messages.
         * @function encode
         * @memberof holdfast.ChunkFrame
         * @static
         * @param {holdfast.ChunkFrame.$Properties} message ChunkFrame message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        ChunkFrame.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.cid != null && $Object.hasOwnProperty.call(message, "cid") && message.cid.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.cid);
            if (message.bytes != null && $Object.hasOwnProperty.call(message, "bytes") && message.bytes.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.bytes);
            if (message.missing != null && $Object.hasOwnProperty.call(message, "missing") && message.missing !== false)
                writer.uint32(/* id 3, wireType 0 =*/24).bool(message.missing);
            if (message.end != null && $Object.hasOwnProperty.call(message, "end") && message.end !== false)
                writer.uint32(/* id 4, wireType 0 =*/32).bool(message.end);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a ChunkFrame message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.ChunkFrame
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.ChunkFrame & holdfast.ChunkFrame.$Shape} ChunkFrame
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        ChunkFrame.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.ChunkFrame();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.cid = value;
                        else
                            delete message.cid;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.bytes = value;
                        else
                            delete message.bytes;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.missing = value;
                        else
                            delete message.missing;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.end = value;
                        else
                            delete message.end;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return ChunkFrame;
    })();

    holdfast.AheadRequest = (function() {

        /**
         * Properties of an AheadRequest.
         * @typedef {Object} holdfast.AheadRequest.$Properties
         * @property {Uint8Array|null} [project] AheadRequest project
         * @property {Uint8Array|null} [run] AheadRequest run
         * @property {number|null} [from] AheadRequest from
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of an AheadRequest.
         * @memberof holdfast
         * @interface IAheadRequest
         * @augments holdfast.AheadRequest.$Properties
         * @deprecated Use holdfast.AheadRequest.$Properties instead.
         */

        /**
         * Shape of an AheadRequest.
         * @typedef {holdfast.AheadRequest.$Properties} holdfast.AheadRequest.$Shape
         */

        /**
         * Constructs a new AheadRequest.
         * @memberof holdfast
         * @classdesc Represents an AheadRequest.
         * @constructor
         * @param {holdfast.AheadRequest.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const AheadRequest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * AheadRequest project.
         * @member {Uint8Array} project
         * @memberof holdfast.AheadRequest
         * @instance
         */
        AheadRequest.prototype.project = $util.newBuffer([]);

        /**
         * AheadRequest run.
         * @member {Uint8Array} run
         * @memberof holdfast.AheadRequest
         * @instance
         */
        AheadRequest.prototype.run = $util.newBuffer([]);

        /**
         * AheadRequest from.
         * @member {number} from
         * @memberof holdfast.AheadRequest
         * @instance
         */
        AheadRequest.prototype.from = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Encodes the specified AheadRequest message. Does not implicitly {@link holdfast.AheadRequest.verify|verify} messages.
         * @function encode
         * @memberof holdfast.AheadRequest
         * @static
         * @param {holdfast.AheadRequest.$Properties} message AheadRequest message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        AheadRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.project != null && $Object.hasOwnProperty.call(message, "project") && message.project.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.project);
            if (message.run != null && $Object.hasOwnProperty.call(message, "run") && message.run.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.run);
            if (message.from != null && $Object.hasOwnProperty.call(message, "from") && (typeof message.from === "object" ? message.from.low || message.from.high : message.from !== 0))
                writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.from);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes an AheadRequest message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.AheadRequest
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.AheadRequest & holdfast.AheadRequest.$Shape} AheadRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        AheadRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.AheadRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.project = value;
                        else
                            delete message.project;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.run = value;
                        else
                            delete message.run;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.from = value;
                        else
                            delete message.from;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return AheadRequest;
    })();

    holdfast.AheadResponse = (function() {

        /**
         * Properties of an AheadResponse.
         * @typedef {Object} holdfast.AheadResponse.$Properties
         * @property {holdfast.WireError|null} [error] AheadResponse error
         * @property {Uint8Array|null} [run] AheadResponse run
         * @property {Uint8Array|null} [chunks] AheadResponse chunks
         * @property {boolean|null} [done] AheadResponse done
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of an AheadResponse.
         * @memberof holdfast
         * @interface IAheadResponse
         * @augments holdfast.AheadResponse.$Properties
         * @deprecated Use holdfast.AheadResponse.$Properties instead.
         */

        /**
         * Shape of an AheadResponse.
         * @typedef {holdfast.AheadResponse.$Properties} holdfast.AheadResponse.$Shape
         */

        /**
         * Constructs a new AheadResponse.
         * @memberof holdfast
         * @classdesc Represents an AheadResponse.
         * @constructor
         * @param {holdfast.AheadResponse.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const AheadResponse = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * AheadResponse error.
         * @member {holdfast.WireError} error
         * @memberof holdfast.AheadResponse
         * @instance
         */
        AheadResponse.prototype.error = 0;

        /**
         * AheadResponse run.
         * @member {Uint8Array} run
         * @memberof holdfast.AheadResponse
         * @instance
         */
        AheadResponse.prototype.run = $util.newBuffer([]);

        /**
         * AheadResponse chunks.
         * @member {Uint8Array} chunks
         * @memberof holdfast.AheadResponse
         * @instance
         */
        AheadResponse.prototype.chunks = $util.newBuffer([]);

        /**
         * AheadResponse done.
         * @member {boolean} done
         * @memberof holdfast.AheadResponse
         * @instance
         */
        AheadResponse.prototype.done = false;

        /**
         * Encodes the specified AheadResponse message. Does not implicitly {@link holdfast.AheadResponse.verify|verify} messages.
         * @function encode
         * @memberof holdfast.AheadResponse
         * @static
         * @param {holdfast.AheadResponse.$Properties} message AheadResponse message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        AheadResponse.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.error != null && $Object.hasOwnProperty.call(message, "error") && message.error !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).int32(message.error);
            if (message.run != null && $Object.hasOwnProperty.call(message, "run") && message.run.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.run);
            if (message.chunks != null && $Object.hasOwnProperty.call(message, "chunks") && message.chunks.length)
                writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.chunks);
            if (message.done != null && $Object.hasOwnProperty.call(message, "done") && message.done !== false)
                writer.uint32(/* id 4, wireType 0 =*/32).bool(message.done);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes an AheadResponse message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.AheadResponse
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.AheadResponse & holdfast.AheadResponse.$Shape} AheadResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        AheadResponse.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.AheadResponse();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.error = value;
                        else
                            delete message.error;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.run = value;
                        else
                            delete message.run;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.chunks = value;
                        else
                            delete message.chunks;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.done = value;
                        else
                            delete message.done;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return AheadResponse;
    })();

    holdfast.LeaseRequest = (function() {

        /**
         * Properties of a LeaseRequest.
         * @typedef {Object} holdfast.LeaseRequest.$Properties
         * @property {Uint8Array|null} [project] LeaseRequest project
         * @property {Uint8Array|null} [snapshots] LeaseRequest snapshots
         * @property {Uint8Array|null} [nonce] LeaseRequest nonce
         * @property {number|null} [durationMs] LeaseRequest durationMs
         * @property {boolean|null} [release] LeaseRequest release
         * @property {Array.<number>|null} [locksLeftMs] LeaseRequest locksLeftMs
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a LeaseRequest.
         * @memberof holdfast
         * @interface ILeaseRequest
         * @augments holdfast.LeaseRequest.$Properties
         * @deprecated Use holdfast.LeaseRequest.$Properties instead.
         */

        /**
         * Shape of a LeaseRequest.
         * @typedef {holdfast.LeaseRequest.$Properties} holdfast.LeaseRequest.$Shape
         */

        /**
         * Constructs a new LeaseRequest.
         * @memberof holdfast
         * @classdesc Represents a LeaseRequest.
         * @constructor
         * @param {holdfast.LeaseRequest.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const LeaseRequest = function (properties) {
            this.locksLeftMs = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * LeaseRequest project.
         * @member {Uint8Array} project
         * @memberof holdfast.LeaseRequest
         * @instance
         */
        LeaseRequest.prototype.project = $util.newBuffer([]);

        /**
         * LeaseRequest snapshots.
         * @member {Uint8Array} snapshots
         * @memberof holdfast.LeaseRequest
         * @instance
         */
        LeaseRequest.prototype.snapshots = $util.newBuffer([]);

        /**
         * LeaseRequest nonce.
         * @member {Uint8Array} nonce
         * @memberof holdfast.LeaseRequest
         * @instance
         */
        LeaseRequest.prototype.nonce = $util.newBuffer([]);

        /**
         * LeaseRequest durationMs.
         * @member {number} durationMs
         * @memberof holdfast.LeaseRequest
         * @instance
         */
        LeaseRequest.prototype.durationMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * LeaseRequest release.
         * @member {boolean} release
         * @memberof holdfast.LeaseRequest
         * @instance
         */
        LeaseRequest.prototype.release = false;

        /**
         * LeaseRequest locksLeftMs.
         * @member {Array.<number>} locksLeftMs
         * @memberof holdfast.LeaseRequest
         * @instance
         */
        LeaseRequest.prototype.locksLeftMs = $util.emptyArray;

        /**
         * Encodes the specified LeaseRequest message. Does not implicitly {@link holdfast.LeaseRequest.verify|verify} messages.
         * @function encode
         * @memberof holdfast.LeaseRequest
         * @static
         * @param {holdfast.LeaseRequest.$Properties} message LeaseRequest message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        LeaseRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.project != null && $Object.hasOwnProperty.call(message, "project") && message.project.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.project);
            if (message.snapshots != null && $Object.hasOwnProperty.call(message, "snapshots") && message.snapshots.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.snapshots);
            if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && message.nonce.length)
                writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.nonce);
            if (message.durationMs != null && $Object.hasOwnProperty.call(message, "durationMs") && (typeof message.durationMs === "object" ? message.durationMs.low || message.durationMs.high : message.durationMs !== 0))
                writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.durationMs);
            if (message.release != null && $Object.hasOwnProperty.call(message, "release") && message.release !== false)
                writer.uint32(/* id 5, wireType 0 =*/40).bool(message.release);
            if (message.locksLeftMs != null && message.locksLeftMs.length)
                writer.uint32(/* id 6, wireType 2 =*/50).uint64s(message.locksLeftMs);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a LeaseRequest message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.LeaseRequest
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.LeaseRequest & holdfast.LeaseRequest.$Shape} LeaseRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        LeaseRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.LeaseRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.project = value;
                        else
                            delete message.project;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.snapshots = value;
                        else
                            delete message.snapshots;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.nonce = value;
                        else
                            delete message.nonce;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.durationMs = value;
                        else
                            delete message.durationMs;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.release = value;
                        else
                            delete message.release;
                        continue;
                    }
                case 6: {
                        if (wireType === 2) {
                            if (!(message.locksLeftMs && message.locksLeftMs.length))
                                message.locksLeftMs = [];
                            reader.uint64s(message.locksLeftMs);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.locksLeftMs && message.locksLeftMs.length))
                            message.locksLeftMs = [];
                        message.locksLeftMs.push(reader.uint64());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return LeaseRequest;
    })();

    holdfast.Lease = (function() {

        /**
         * Properties of a Lease.
         * @typedef {Object} holdfast.Lease.$Properties
         * @property {Uint8Array|null} [project] Lease project
         * @property {Uint8Array|null} [snapshots] Lease snapshots
         * @property {Uint8Array|null} [nonce] Lease nonce
         * @property {Uint8Array|null} [dropper] Lease dropper
         * @property {Uint8Array|null} [granter] Lease granter
         * @property {number|null} [durationMs] Lease durationMs
         * @property {number|null} [lockLeftMs] Lease lockLeftMs
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Lease.
         * @memberof holdfast
         * @interface ILease
         * @augments holdfast.Lease.$Properties
         * @deprecated Use holdfast.Lease.$Properties instead.
         */

        /**
         * Shape of a Lease.
         * @typedef {holdfast.Lease.$Properties} holdfast.Lease.$Shape
         */

        /**
         * Constructs a new Lease.
         * @memberof holdfast
         * @classdesc Represents a Lease.
         * @constructor
         * @param {holdfast.Lease.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Lease = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Lease project.
         * @member {Uint8Array} project
         * @memberof holdfast.Lease
         * @instance
         */
        Lease.prototype.project = $util.newBuffer([]);

        /**
         * Lease snapshots.
         * @member {Uint8Array} snapshots
         * @memberof holdfast.Lease
         * @instance
         */
        Lease.prototype.snapshots = $util.newBuffer([]);

        /**
         * Lease nonce.
         * @member {Uint8Array} nonce
         * @memberof holdfast.Lease
         * @instance
         */
        Lease.prototype.nonce = $util.newBuffer([]);

        /**
         * Lease dropper.
         * @member {Uint8Array} dropper
         * @memberof holdfast.Lease
         * @instance
         */
        Lease.prototype.dropper = $util.newBuffer([]);

        /**
         * Lease granter.
         * @member {Uint8Array} granter
         * @memberof holdfast.Lease
         * @instance
         */
        Lease.prototype.granter = $util.newBuffer([]);

        /**
         * Lease durationMs.
         * @member {number} durationMs
         * @memberof holdfast.Lease
         * @instance
         */
        Lease.prototype.durationMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Lease lockLeftMs.
         * @member {number} lockLeftMs
         * @memberof holdfast.Lease
         * @instance
         */
        Lease.prototype.lockLeftMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Encodes the specified Lease message. Does not implicitly {@link holdfast.Lease.verify|verify} messages.
         * @function encode
         * @memberof holdfast.Lease
         * @static
         * @param {holdfast.Lease.$Properties} message Lease message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Lease.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.project != null && $Object.hasOwnProperty.call(message, "project") && message.project.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.project);
            if (message.snapshots != null && $Object.hasOwnProperty.call(message, "snapshots") && message.snapshots.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.snapshots);
            if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && message.nonce.length)
                writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.nonce);
            if (message.dropper != null && $Object.hasOwnProperty.call(message, "dropper") && message.dropper.length)
                writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.dropper);
            if (message.granter != null && $Object.hasOwnProperty.call(message, "granter") && message.granter.length)
                writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.granter);
            if (message.durationMs != null && $Object.hasOwnProperty.call(message, "durationMs") && (typeof message.durationMs === "object" ? message.durationMs.low || message.durationMs.high : message.durationMs !== 0))
                writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.durationMs);
            if (message.lockLeftMs != null && $Object.hasOwnProperty.call(message, "lockLeftMs") && (typeof message.lockLeftMs === "object" ? message.lockLeftMs.low || message.lockLeftMs.high : message.lockLeftMs !== 0))
                writer.uint32(/* id 7, wireType 0 =*/56).uint64(message.lockLeftMs);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Lease message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.Lease
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.Lease & holdfast.Lease.$Shape} Lease
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Lease.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.Lease();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.project = value;
                        else
                            delete message.project;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.snapshots = value;
                        else
                            delete message.snapshots;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.nonce = value;
                        else
                            delete message.nonce;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.dropper = value;
                        else
                            delete message.dropper;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.granter = value;
                        else
                            delete message.granter;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.durationMs = value;
                        else
                            delete message.durationMs;
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.lockLeftMs = value;
                        else
                            delete message.lockLeftMs;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Lease;
    })();

    holdfast.LeaseResponse = (function() {

        /**
         * Properties of a LeaseResponse.
         * @typedef {Object} holdfast.LeaseResponse.$Properties
         * @property {holdfast.WireError|null} [error] LeaseResponse error
         * @property {holdfast.Signed.$Properties|null} [lease] LeaseResponse lease
         * @property {string|null} [why] LeaseResponse why
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a LeaseResponse.
         * @memberof holdfast
         * @interface ILeaseResponse
         * @augments holdfast.LeaseResponse.$Properties
         * @deprecated Use holdfast.LeaseResponse.$Properties instead.
         */

        /**
         * Shape of a LeaseResponse.
         * @typedef {holdfast.LeaseResponse.$Properties} holdfast.LeaseResponse.$Shape
         */

        /**
         * Constructs a new LeaseResponse.
         * @memberof holdfast
         * @classdesc Represents a LeaseResponse.
         * @constructor
         * @param {holdfast.LeaseResponse.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const LeaseResponse = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * LeaseResponse error.
         * @member {holdfast.WireError} error
         * @memberof holdfast.LeaseResponse
         * @instance
         */
        LeaseResponse.prototype.error = 0;

        /**
         * LeaseResponse lease.
         * @member {holdfast.Signed.$Properties|null|undefined} lease
         * @memberof holdfast.LeaseResponse
         * @instance
         */
        LeaseResponse.prototype.lease = null;

        /**
         * LeaseResponse why.
         * @member {string} why
         * @memberof holdfast.LeaseResponse
         * @instance
         */
        LeaseResponse.prototype.why = "";

        /**
         * Encodes the specified LeaseResponse message. Does not implicitly {@link holdfast.LeaseResponse.verify|verify} messages.
         * @function encode
         * @memberof holdfast.LeaseResponse
         * @static
         * @param {holdfast.LeaseResponse.$Properties} message LeaseResponse message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        LeaseResponse.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.error != null && $Object.hasOwnProperty.call(message, "error") && message.error !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).int32(message.error);
            if (message.lease != null && $Object.hasOwnProperty.call(message, "lease"))
                $root.holdfast.Signed.encode(message.lease, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
            if (message.why != null && $Object.hasOwnProperty.call(message, "why") && message.why !== "")
                writer.uint32(/* id 3, wireType 2 =*/26).string(message.why);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a LeaseResponse message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.LeaseResponse
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.LeaseResponse & holdfast.LeaseResponse.$Shape} LeaseResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        LeaseResponse.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.LeaseResponse();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.error = value;
                        else
                            delete message.error;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.lease = $root.holdfast.Signed.decode(reader, reader.size(), $undefined, _depth + 1, message.lease);
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.why = value;
                        else
                            delete message.why;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return LeaseResponse;
    })();

    holdfast.ProveRequest = (function() {

        /**
         * Properties of a ProveRequest.
         * @typedef {Object} holdfast.ProveRequest.$Properties
         * @property {holdfast.Signed.$Properties|null} [challenge] ProveRequest challenge
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a ProveRequest.
         * @memberof holdfast
         * @interface IProveRequest
         * @augments holdfast.ProveRequest.$Properties
         * @deprecated Use holdfast.ProveRequest.$Properties instead.
         */

        /**
         * Shape of a ProveRequest.
         * @typedef {holdfast.ProveRequest.$Properties} holdfast.ProveRequest.$Shape
         */

        /**
         * Constructs a new ProveRequest.
         * @memberof holdfast
         * @classdesc Represents a ProveRequest.
         * @constructor
         * @param {holdfast.ProveRequest.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const ProveRequest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * ProveRequest challenge.
         * @member {holdfast.Signed.$Properties|null|undefined} challenge
         * @memberof holdfast.ProveRequest
         * @instance
         */
        ProveRequest.prototype.challenge = null;

        /**
         * Encodes the specified ProveRequest message. Does not implicitly {@link holdfast.ProveRequest.verify|verify} messages.
         * @function encode
         * @memberof holdfast.ProveRequest
         * @static
         * @param {holdfast.ProveRequest.$Properties} message ProveRequest message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        ProveRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.challenge != null && $Object.hasOwnProperty.call(message, "challenge"))
                $root.holdfast.Signed.encode(message.challenge, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a ProveRequest message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.ProveRequest
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.ProveRequest & holdfast.ProveRequest.$Shape} ProveRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        ProveRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.ProveRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.challenge = $root.holdfast.Signed.decode(reader, reader.size(), $undefined, _depth + 1, message.challenge);
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return ProveRequest;
    })();

    holdfast.ProveResponse = (function() {

        /**
         * Properties of a ProveResponse.
         * @typedef {Object} holdfast.ProveResponse.$Properties
         * @property {holdfast.WireError|null} [error] ProveResponse error
         * @property {holdfast.Signed.$Properties|null} [answer] ProveResponse answer
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a ProveResponse.
         * @memberof holdfast
         * @interface IProveResponse
         * @augments holdfast.ProveResponse.$Properties
         * @deprecated Use holdfast.ProveResponse.$Properties instead.
         */

        /**
         * Shape of a ProveResponse.
         * @typedef {holdfast.ProveResponse.$Properties} holdfast.ProveResponse.$Shape
         */

        /**
         * Constructs a new ProveResponse.
         * @memberof holdfast
         * @classdesc Represents a ProveResponse.
         * @constructor
         * @param {holdfast.ProveResponse.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const ProveResponse = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * ProveResponse error.
         * @member {holdfast.WireError} error
         * @memberof holdfast.ProveResponse
         * @instance
         */
        ProveResponse.prototype.error = 0;

        /**
         * ProveResponse answer.
         * @member {holdfast.Signed.$Properties|null|undefined} answer
         * @memberof holdfast.ProveResponse
         * @instance
         */
        ProveResponse.prototype.answer = null;

        /**
         * Encodes the specified ProveResponse message. Does not implicitly {@link holdfast.ProveResponse.verify|verify} messages.
         * @function encode
         * @memberof holdfast.ProveResponse
         * @static
         * @param {holdfast.ProveResponse.$Properties} message ProveResponse message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        ProveResponse.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.error != null && $Object.hasOwnProperty.call(message, "error") && message.error !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).int32(message.error);
            if (message.answer != null && $Object.hasOwnProperty.call(message, "answer"))
                $root.holdfast.Signed.encode(message.answer, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a ProveResponse message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.ProveResponse
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.ProveResponse & holdfast.ProveResponse.$Shape} ProveResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        ProveResponse.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.ProveResponse();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.error = value;
                        else
                            delete message.error;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.answer = $root.holdfast.Signed.decode(reader, reader.size(), $undefined, _depth + 1, message.answer);
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return ProveResponse;
    })();

    holdfast.JoinRequest = (function() {

        /**
         * Properties of a JoinRequest.
         * @typedef {Object} holdfast.JoinRequest.$Properties
         * @property {Uint8Array|null} [oneTime] JoinRequest oneTime
         * @property {Uint8Array|null} [site] JoinRequest site
         * @property {Uint8Array|null} [sealing] JoinRequest sealing
         * @property {Object.<string,string>|null} [labels] JoinRequest labels
         * @property {Array.<string>|null} [addresses] JoinRequest addresses
         * @property {Uint8Array|null} [signature] JoinRequest signature
         * @property {string|null} [name] JoinRequest name
         * @property {number|null} [time] JoinRequest time
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a JoinRequest.
         * @memberof holdfast
         * @interface IJoinRequest
         * @augments holdfast.JoinRequest.$Properties
         * @deprecated Use holdfast.JoinRequest.$Properties instead.
         */

        /**
         * Shape of a JoinRequest.
         * @typedef {holdfast.JoinRequest.$Properties} holdfast.JoinRequest.$Shape
         */

        /**
         * Constructs a new JoinRequest.
         * @memberof holdfast
         * @classdesc Represents a JoinRequest.
         * @constructor
         * @param {holdfast.JoinRequest.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const JoinRequest = function (properties) {
            this.labels = {};
            this.addresses = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * JoinRequest oneTime.
         * @member {Uint8Array} oneTime
         * @memberof holdfast.JoinRequest
         * @instance
         */
        JoinRequest.prototype.oneTime = $util.newBuffer([]);

        /**
         * JoinRequest site.
         * @member {Uint8Array} site
         * @memberof holdfast.JoinRequest
         * @instance
         */
        JoinRequest.prototype.site = $util.newBuffer([]);

        /**
         * JoinRequest sealing.
         * @member {Uint8Array} sealing
         * @memberof holdfast.JoinRequest
         * @instance
         */
        JoinRequest.prototype.sealing = $util.newBuffer([]);

        /**
         * JoinRequest labels.
         * @member {Object.<string,string>} labels
         * @memberof holdfast.JoinRequest
         * @instance
         */
        JoinRequest.prototype.labels = $util.emptyObject;

        /**
         * JoinRequest addresses.
         * @member {Array.<string>} addresses
         * @memberof holdfast.JoinRequest
         * @instance
         */
        JoinRequest.prototype.addresses = $util.emptyArray;

        /**
         * JoinRequest signature.
         * @member {Uint8Array} signature
         * @memberof holdfast.JoinRequest
         * @instance
         */
        JoinRequest.prototype.signature = $util.newBuffer([]);

        /**
         * JoinRequest name.
         * @member {string} name
         * @memberof holdfast.JoinRequest
         * @instance
         */
        JoinRequest.prototype.name = "";

        /**
         * JoinRequest time.
         * @member {number} time
         * @memberof holdfast.JoinRequest
         * @instance
         */
        JoinRequest.prototype.time = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Encodes the specified JoinRequest message. Does not implicitly {@link holdfast.JoinRequest.verify|verify} messages.
         * @function encode
         * @memberof holdfast.JoinRequest
         * @static
         * @param {holdfast.JoinRequest.$Properties} message JoinRequest message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        JoinRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.oneTime != null && $Object.hasOwnProperty.call(message, "oneTime") && message.oneTime.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.oneTime);
            if (message.site != null && $Object.hasOwnProperty.call(message, "site") && message.site.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.site);
            if (message.sealing != null && $Object.hasOwnProperty.call(message, "sealing") && message.sealing.length)
                writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.sealing);
            if (message.labels != null && $Object.hasOwnProperty.call(message, "labels"))
                for (let keys = $Object.keys(message.labels), i = 0; i < keys.length; ++i)
                    writer.uint32(/* id 4, wireType 2 =*/34).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 2 =*/18).string(message.labels[keys[i]]).ldelim();
            if (message.addresses != null && message.addresses.length)
                for (let i = 0; i < message.addresses.length; ++i)
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.addresses[i]);
            if (message.signature != null && $Object.hasOwnProperty.call(message, "signature") && message.signature.length)
                writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.signature);
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(/* id 7, wireType 2 =*/58).string(message.name);
            if (message.time != null && $Object.hasOwnProperty.call(message, "time") && (typeof message.time === "object" ? message.time.low || message.time.high : message.time !== 0))
                writer.uint32(/* id 8, wireType 0 =*/64).uint64(message.time);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a JoinRequest message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.JoinRequest
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.JoinRequest & holdfast.JoinRequest.$Shape} JoinRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        JoinRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, key, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.JoinRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.oneTime = value;
                        else
                            delete message.oneTime;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.site = value;
                        else
                            delete message.site;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.sealing = value;
                        else
                            delete message.sealing;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if (message.labels === $util.emptyObject)
                            message.labels = {};
                        let end2 = reader.size() + reader.pos;
                        if (end2 > reader.len)
                            throw $RangeError("index out of range");
                        reader.len = end2;
                        key = "";
                        value = "";
                        while (reader.pos < end2) {
                            let tag2 = reader.tag();
                            wireType = tag2 & 7;
                            switch (tag2 >>>= 3) {
                            case 1:
                                if (wireType !== 2)
                                    break;
                                key = reader.stringVerify();
                                continue;
                            case 2:
                                if (wireType !== 2)
                                    break;
                                value = reader.stringVerify();
                                continue;
                            }
                            reader.skipType(wireType, _depth, tag2);
                        }
                        if (reader.pos !== end2)
                            throw $RangeError("index out of range");
                        reader.len = end;
                        if (key === "__proto__")
                            $util.makeProp(message.labels, key);
                        message.labels[key] = value;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if (!(message.addresses && message.addresses.length))
                            message.addresses = [];
                        message.addresses.push(reader.stringVerify());
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.signature = value;
                        else
                            delete message.signature;
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.time = value;
                        else
                            delete message.time;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return JoinRequest;
    })();

    holdfast.JoinResponse = (function() {

        /**
         * Properties of a JoinResponse.
         * @typedef {Object} holdfast.JoinResponse.$Properties
         * @property {holdfast.WireError|null} [error] JoinResponse error
         * @property {string|null} [reason] JoinResponse reason
         * @property {holdfast.Membership.$Properties|null} [membership] JoinResponse membership
         * @property {Array.<holdfast.Signed.$Properties>|null} [heads] JoinResponse heads
         * @property {number|null} [time] JoinResponse time
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a JoinResponse.
         * @memberof holdfast
         * @interface IJoinResponse
         * @augments holdfast.JoinResponse.$Properties
         * @deprecated Use holdfast.JoinResponse.$Properties instead.
         */

        /**
         * Shape of a JoinResponse.
         * @typedef {holdfast.JoinResponse.$Properties} holdfast.JoinResponse.$Shape
         */

        /**
         * Constructs a new JoinResponse.
         * @memberof holdfast
         * @classdesc Represents a JoinResponse.
         * @constructor
         * @param {holdfast.JoinResponse.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const JoinResponse = function (properties) {
            this.heads = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * JoinResponse error.
         * @member {holdfast.WireError} error
         * @memberof holdfast.JoinResponse
         * @instance
         */
        JoinResponse.prototype.error = 0;

        /**
         * JoinResponse reason.
         * @member {string} reason
         * @memberof holdfast.JoinResponse
         * @instance
         */
        JoinResponse.prototype.reason = "";

        /**
         * JoinResponse membership.
         * @member {holdfast.Membership.$Properties|null|undefined} membership
         * @memberof holdfast.JoinResponse
         * @instance
         */
        JoinResponse.prototype.membership = null;

        /**
         * JoinResponse heads.
         * @member {Array.<holdfast.Signed.$Properties>} heads
         * @memberof holdfast.JoinResponse
         * @instance
         */
        JoinResponse.prototype.heads = $util.emptyArray;

        /**
         * JoinResponse time.
         * @member {number} time
         * @memberof holdfast.JoinResponse
         * @instance
         */
        JoinResponse.prototype.time = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Encodes the specified JoinResponse message. Does not implicitly {@link holdfast.JoinResponse.verify|verify} messages.
         * @function encode
         * @memberof holdfast.JoinResponse
         * @static
         * @param {holdfast.JoinResponse.$Properties} message JoinResponse message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        JoinResponse.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.error != null && $Object.hasOwnProperty.call(message, "error") && message.error !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).int32(message.error);
            if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.reason);
            if (message.membership != null && $Object.hasOwnProperty.call(message, "membership"))
                $root.holdfast.Membership.encode(message.membership, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
            if (message.heads != null && message.heads.length)
                for (let i = 0; i < message.heads.length; ++i)
                    $root.holdfast.Signed.encode(message.heads[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
            if (message.time != null && $Object.hasOwnProperty.call(message, "time") && (typeof message.time === "object" ? message.time.low || message.time.high : message.time !== 0))
                writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.time);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a JoinResponse message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.JoinResponse
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.JoinResponse & holdfast.JoinResponse.$Shape} JoinResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        JoinResponse.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.JoinResponse();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.error = value;
                        else
                            delete message.error;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.reason = value;
                        else
                            delete message.reason;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.membership = $root.holdfast.Membership.decode(reader, reader.size(), $undefined, _depth + 1, message.membership);
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if (!(message.heads && message.heads.length))
                            message.heads = [];
                        message.heads.push($root.holdfast.Signed.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.time = value;
                        else
                            delete message.time;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return JoinResponse;
    })();

    holdfast.JournalEntry = (function() {

        /**
         * Properties of a JournalEntry.
         * @typedef {Object} holdfast.JournalEntry.$Properties
         * @property {holdfast.Signed.$Properties|null} [headAccepted] JournalEntry headAccepted
         * @property {holdfast.Signed.$Properties|null} [snapshotAccepted] JournalEntry snapshotAccepted
         * @property {holdfast.Statement.$Properties|null} [statement] JournalEntry statement
         * @property {Uint8Array|null} [inviteConsumed] JournalEntry inviteConsumed
         * @property {holdfast.Signed.$Properties|null} [ownHead] JournalEntry ownHead
         * @property {holdfast.Signed.$Properties|null} [inviteOpened] JournalEntry inviteOpened
         * @property {holdfast.KeyValue.$Properties|null} [state] JournalEntry state
         * @property {holdfast.Signed.$Properties|null} [forkOther] JournalEntry forkOther
         * @property {holdfast.OpenInvite.$Properties|null} [invite] JournalEntry invite
         * @property {Uint8Array|null} [inviteRevoked] JournalEntry inviteRevoked
         * @property {holdfast.Lock.$Properties|null} [lock] JournalEntry lock
         * @property {holdfast.TrashMark.$Properties|null} [trash] JournalEntry trash
         * @property {holdfast.KeptRecord.$Properties|null} [kept] JournalEntry kept
         * @property {holdfast.LeaseGiven.$Properties|null} [lease] JournalEntry lease
         * @property {holdfast.Removal.$Properties|null} [removal] JournalEntry removal
         * @property {"headAccepted"|"snapshotAccepted"|"statement"|"inviteConsumed"|"ownHead"|"inviteOpened"|"state"|"forkOther"|"invite"|"inviteRevoked"|"lock"|"trash"|"kept"|"lease"|"removal"} [entry] JournalEntry entry
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a JournalEntry.
         * @memberof holdfast
         * @interface IJournalEntry
         * @augments holdfast.JournalEntry.$Properties
         * @deprecated Use holdfast.JournalEntry.$Properties instead.
         */

        /**
         * Narrowed shape of a JournalEntry.
         * @typedef {{
         *   headAccepted?: holdfast.Signed.$Shape|null;
         *   snapshotAccepted?: holdfast.Signed.$Shape|null;
         *   statement?: holdfast.Statement.$Shape|null;
         *   inviteConsumed?: Uint8Array|null;
         *   ownHead?: holdfast.Signed.$Shape|null;
         *   inviteOpened?: holdfast.Signed.$Shape|null;
         *   state?: holdfast.KeyValue.$Shape|null;
         *   forkOther?: holdfast.Signed.$Shape|null;
         *   invite?: holdfast.OpenInvite.$Shape|null;
         *   inviteRevoked?: Uint8Array|null;
         *   lock?: holdfast.Lock.$Shape|null;
         *   trash?: holdfast.TrashMark.$Shape|null;
         *   kept?: holdfast.KeptRecord.$Shape|null;
         *   lease?: holdfast.LeaseGiven.$Shape|null;
         *   removal?: holdfast.Removal.$Shape|null;
         *   $unknowns?: Array.<Uint8Array>;
         * } & (
         *   ({ entry?: undefined; headAccepted?: null; snapshotAccepted?: null; statement?: null; inviteConsumed?: null; ownHead?: null; inviteOpened?: null; state?: null; forkOther?: null; invite?: null; inviteRevoked?: null; lock?: null; trash?: null; kept?: null; lease?: null; removal?: null }|{ entry?: "headAccepted"; headAccepted: holdfast.Signed.$Shape; snapshotAccepted?: null; statement?: null; inviteConsumed?: null; ownHead?: null; inviteOpened?: null; state?: null; forkOther?: null; invite?: null; inviteRevoked?: null; lock?: null; trash?: null; kept?: null; lease?: null; removal?: null }|{ entry?: "snapshotAccepted"; headAccepted?: null; snapshotAccepted: holdfast.Signed.$Shape; statement?: null; inviteConsumed?: null; ownHead?: null; inviteOpened?: null; state?: null; forkOther?: null; invite?: null; inviteRevoked?: null; lock?: null; trash?: null; kept?: null; lease?: null; removal?: null }|{ entry?: "statement"; headAccepted?: null; snapshotAccepted?: null; statement: holdfast.Statement.$Shape; inviteConsumed?: null; ownHead?: null; inviteOpened?: null; state?: null; forkOther?: null; invite?: null; inviteRevoked?: null; lock?: null; trash?: null; kept?: null; lease?: null; removal?: null }|{ entry?: "inviteConsumed"; headAccepted?: null; snapshotAccepted?: null; statement?: null; inviteConsumed: Uint8Array; ownHead?: null; inviteOpened?: null; state?: null; forkOther?: null; invite?: null; inviteRevoked?: null; lock?: null; trash?: null; kept?: null; lease?: null; removal?: null }|{ entry?: "ownHead"; headAccepted?: null; snapshotAccepted?: null; statement?: null; inviteConsumed?: null; ownHead: holdfast.Signed.$Shape; inviteOpened?: null; state?: null; forkOther?: null; invite?: null; inviteRevoked?: null; lock?: null; trash?: null; kept?: null; lease?: null; removal?: null }|{ entry?: "inviteOpened"; headAccepted?: null; snapshotAccepted?: null; statement?: null; inviteConsumed?: null; ownHead?: null; inviteOpened: holdfast.Signed.$Shape; state?: null; forkOther?: null; invite?: null; inviteRevoked?: null; lock?: null; trash?: null; kept?: null; lease?: null; removal?: null }|{ entry?: "state"; headAccepted?: null; snapshotAccepted?: null; statement?: null; inviteConsumed?: null; ownHead?: null; inviteOpened?: null; state: holdfast.KeyValue.$Shape; forkOther?: null; invite?: null; inviteRevoked?: null; lock?: null; trash?: null; kept?: null; lease?: null; removal?: null }|{ entry?: "forkOther"; headAccepted?: null; snapshotAccepted?: null; statement?: null; inviteConsumed?: null; ownHead?: null; inviteOpened?: null; state?: null; forkOther: holdfast.Signed.$Shape; invite?: null; inviteRevoked?: null; lock?: null; trash?: null; kept?: null; lease?: null; removal?: null }|{ entry?: "invite"; headAccepted?: null; snapshotAccepted?: null; statement?: null; inviteConsumed?: null; ownHead?: null; inviteOpened?: null; state?: null; forkOther?: null; invite: holdfast.OpenInvite.$Shape; inviteRevoked?: null; lock?: null; trash?: null; kept?: null; lease?: null; removal?: null }|{ entry?: "inviteRevoked"; headAccepted?: null; snapshotAccepted?: null; statement?: null; inviteConsumed?: null; ownHead?: null; inviteOpened?: null; state?: null; forkOther?: null; invite?: null; inviteRevoked: Uint8Array; lock?: null; trash?: null; kept?: null; lease?: null; removal?: null }|{ entry?: "lock"; headAccepted?: null; snapshotAccepted?: null; statement?: null; inviteConsumed?: null; ownHead?: null; inviteOpened?: null; state?: null; forkOther?: null; invite?: null; inviteRevoked?: null; lock: holdfast.Lock.$Shape; trash?: null; kept?: null; lease?: null; removal?: null }|{ entry?: "trash"; headAccepted?: null; snapshotAccepted?: null; statement?: null; inviteConsumed?: null; ownHead?: null; inviteOpened?: null; state?: null; forkOther?: null; invite?: null; inviteRevoked?: null; lock?: null; trash: holdfast.TrashMark.$Shape; kept?: null; lease?: null; removal?: null }|{ entry?: "kept"; headAccepted?: null; snapshotAccepted?: null; statement?: null; inviteConsumed?: null; ownHead?: null; inviteOpened?: null; state?: null; forkOther?: null; invite?: null; inviteRevoked?: null; lock?: null; trash?: null; kept: holdfast.KeptRecord.$Shape; lease?: null; removal?: null }|{ entry?: "lease"; headAccepted?: null; snapshotAccepted?: null; statement?: null; inviteConsumed?: null; ownHead?: null; inviteOpened?: null; state?: null; forkOther?: null; invite?: null; inviteRevoked?: null; lock?: null; trash?: null; kept?: null; lease: holdfast.LeaseGiven.$Shape; removal?: null }|{ entry?: "removal"; headAccepted?: null; snapshotAccepted?: null; statement?: null; inviteConsumed?: null; ownHead?: null; inviteOpened?: null; state?: null; forkOther?: null; invite?: null; inviteRevoked?: null; lock?: null; trash?: null; kept?: null; lease?: null; removal: holdfast.Removal.$Shape })
         * )} holdfast.JournalEntry.$Shape
         */

        /**
         * Constructs a new JournalEntry.
         * @memberof holdfast
         * @classdesc Represents a JournalEntry.
         * @constructor
         * @param {holdfast.JournalEntry.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const JournalEntry = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * JournalEntry headAccepted.
         * @member {holdfast.Signed.$Properties|null|undefined} headAccepted
         * @memberof holdfast.JournalEntry
         * @instance
         */
        JournalEntry.prototype.headAccepted = null;

        /**
         * JournalEntry snapshotAccepted.
         * @member {holdfast.Signed.$Properties|null|undefined} snapshotAccepted
         * @memberof holdfast.JournalEntry
         * @instance
         */
        JournalEntry.prototype.snapshotAccepted = null;

        /**
         * JournalEntry statement.
         * @member {holdfast.Statement.$Properties|null|undefined} statement
         * @memberof holdfast.JournalEntry
         * @instance
         */
        JournalEntry.prototype.statement = null;

        /**
         * JournalEntry inviteConsumed.
         * @member {Uint8Array|null|undefined} inviteConsumed
         * @memberof holdfast.JournalEntry
         * @instance
         */
        JournalEntry.prototype.inviteConsumed = null;

        /**
         * JournalEntry ownHead.
         * @member {holdfast.Signed.$Properties|null|undefined} ownHead
         * @memberof holdfast.JournalEntry
         * @instance
         */
        JournalEntry.prototype.ownHead = null;

        /**
         * JournalEntry inviteOpened.
         * @member {holdfast.Signed.$Properties|null|undefined} inviteOpened
         * @memberof holdfast.JournalEntry
         * @instance
         */
        JournalEntry.prototype.inviteOpened = null;

        /**
         * JournalEntry state.
         * @member {holdfast.KeyValue.$Properties|null|undefined} state
         * @memberof holdfast.JournalEntry
         * @instance
         */
        JournalEntry.prototype.state = null;

        /**
         * JournalEntry forkOther.
         * @member {holdfast.Signed.$Properties|null|undefined} forkOther
         * @memberof holdfast.JournalEntry
         * @instance
         */
        JournalEntry.prototype.forkOther = null;

        /**
         * JournalEntry invite.
         * @member {holdfast.OpenInvite.$Properties|null|undefined} invite
         * @memberof holdfast.JournalEntry
         * @instance
         */
        JournalEntry.prototype.invite = null;

        /**
         * JournalEntry inviteRevoked.
         * @member {Uint8Array|null|undefined} inviteRevoked
         * @memberof holdfast.JournalEntry
         * @instance
         */
        JournalEntry.prototype.inviteRevoked = null;

        /**
         * JournalEntry lock.
         * @member {holdfast.Lock.$Properties|null|undefined} lock
         * @memberof holdfast.JournalEntry
         * @instance
         */
        JournalEntry.prototype.lock = null;

        /**
         * JournalEntry trash.
         * @member {holdfast.TrashMark.$Properties|null|undefined} trash
         * @memberof holdfast.JournalEntry
         * @instance
         */
        JournalEntry.prototype.trash = null;

        /**
         * JournalEntry kept.
         * @member {holdfast.KeptRecord.$Properties|null|undefined} kept
         * @memberof holdfast.JournalEntry
         * @instance
         */
        JournalEntry.prototype.kept = null;

        /**
         * JournalEntry lease.
         * @member {holdfast.LeaseGiven.$Properties|null|undefined} lease
         * @memberof holdfast.JournalEntry
         * @instance
         */
        JournalEntry.prototype.lease = null;

        /**
         * JournalEntry removal.
         * @member {holdfast.Removal.$Properties|null|undefined} removal
         * @memberof holdfast.JournalEntry
         * @instance
         */
        JournalEntry.prototype.removal = null;

        // OneOf field names bound to virtual getters and setters
        let $oneOfFields;

        /**
         * JournalEntry entry.
         * @member {"headAccepted"|"snapshotAccepted"|"statement"|"inviteConsumed"|"ownHead"|"inviteOpened"|"state"|"forkOther"|"invite"|"inviteRevoked"|"lock"|"trash"|"kept"|"lease"|"removal"|undefined} entry
         * @memberof holdfast.JournalEntry
         * @instance
         */
        $Object.defineProperty(JournalEntry.prototype, "entry", {
            get: $util.oneOfGetter($oneOfFields = ["headAccepted", "snapshotAccepted", "statement", "inviteConsumed", "ownHead", "inviteOpened", "state", "forkOther", "invite", "inviteRevoked", "lock", "trash", "kept", "lease", "removal"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        /**
         * Encodes the specified JournalEntry message. Does not implicitly {@link holdfast.JournalEntry.verify|verify} messages.
         * @function encode
         * @memberof holdfast.JournalEntry
         * @static
         * @param {holdfast.JournalEntry.$Properties} message JournalEntry message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        JournalEntry.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.headAccepted != null && $Object.hasOwnProperty.call(message, "headAccepted"))
                $root.holdfast.Signed.encode(message.headAccepted, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
            if (message.snapshotAccepted != null && $Object.hasOwnProperty.call(message, "snapshotAccepted"))
                $root.holdfast.Signed.encode(message.snapshotAccepted, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
            if (message.statement != null && $Object.hasOwnProperty.call(message, "statement"))
                $root.holdfast.Statement.encode(message.statement, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
            if (message.inviteConsumed != null && $Object.hasOwnProperty.call(message, "inviteConsumed"))
                writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.inviteConsumed);
            if (message.ownHead != null && $Object.hasOwnProperty.call(message, "ownHead"))
                $root.holdfast.Signed.encode(message.ownHead, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
            if (message.inviteOpened != null && $Object.hasOwnProperty.call(message, "inviteOpened"))
                $root.holdfast.Signed.encode(message.inviteOpened, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
            if (message.state != null && $Object.hasOwnProperty.call(message, "state"))
                $root.holdfast.KeyValue.encode(message.state, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
            if (message.forkOther != null && $Object.hasOwnProperty.call(message, "forkOther"))
                $root.holdfast.Signed.encode(message.forkOther, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
            if (message.invite != null && $Object.hasOwnProperty.call(message, "invite"))
                $root.holdfast.OpenInvite.encode(message.invite, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
            if (message.inviteRevoked != null && $Object.hasOwnProperty.call(message, "inviteRevoked"))
                writer.uint32(/* id 10, wireType 2 =*/82).bytes(message.inviteRevoked);
            if (message.lock != null && $Object.hasOwnProperty.call(message, "lock"))
                $root.holdfast.Lock.encode(message.lock, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
            if (message.trash != null && $Object.hasOwnProperty.call(message, "trash"))
                $root.holdfast.TrashMark.encode(message.trash, writer.uint32(/* id 12, wireType 2 =*/98).fork(), _depth + 1).ldelim();
            if (message.kept != null && $Object.hasOwnProperty.call(message, "kept"))
                $root.holdfast.KeptRecord.encode(message.kept, writer.uint32(/* id 13, wireType 2 =*/106).fork(), _depth + 1).ldelim();
            if (message.lease != null && $Object.hasOwnProperty.call(message, "lease"))
                $root.holdfast.LeaseGiven.encode(message.lease, writer.uint32(/* id 14, wireType 2 =*/114).fork(), _depth + 1).ldelim();
            if (message.removal != null && $Object.hasOwnProperty.call(message, "removal"))
                $root.holdfast.Removal.encode(message.removal, writer.uint32(/* id 15, wireType 2 =*/122).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a JournalEntry message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.JournalEntry
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.JournalEntry & holdfast.JournalEntry.$Shape} JournalEntry
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        JournalEntry.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.JournalEntry();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.headAccepted = $root.holdfast.Signed.decode(reader, reader.size(), $undefined, _depth + 1, message.headAccepted);
                        message.entry = "headAccepted";
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.snapshotAccepted = $root.holdfast.Signed.decode(reader, reader.size(), $undefined, _depth + 1, message.snapshotAccepted);
                        message.entry = "snapshotAccepted";
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.statement = $root.holdfast.Statement.decode(reader, reader.size(), $undefined, _depth + 1, message.statement);
                        message.entry = "statement";
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        message.inviteConsumed = reader.bytes();
                        message.entry = "inviteConsumed";
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        message.ownHead = $root.holdfast.Signed.decode(reader, reader.size(), $undefined, _depth + 1, message.ownHead);
                        message.entry = "ownHead";
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        message.inviteOpened = $root.holdfast.Signed.decode(reader, reader.size(), $undefined, _depth + 1, message.inviteOpened);
                        message.entry = "inviteOpened";
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        message.state = $root.holdfast.KeyValue.decode(reader, reader.size(), $undefined, _depth + 1, message.state);
                        message.entry = "state";
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        message.forkOther = $root.holdfast.Signed.decode(reader, reader.size(), $undefined, _depth + 1, message.forkOther);
                        message.entry = "forkOther";
                        continue;
                    }
                case 9: {
                        if (wireType !== 2)
                            break;
                        message.invite = $root.holdfast.OpenInvite.decode(reader, reader.size(), $undefined, _depth + 1, message.invite);
                        message.entry = "invite";
                        continue;
                    }
                case 10: {
                        if (wireType !== 2)
                            break;
                        message.inviteRevoked = reader.bytes();
                        message.entry = "inviteRevoked";
                        continue;
                    }
                case 11: {
                        if (wireType !== 2)
                            break;
                        message.lock = $root.holdfast.Lock.decode(reader, reader.size(), $undefined, _depth + 1, message.lock);
                        message.entry = "lock";
                        continue;
                    }
                case 12: {
                        if (wireType !== 2)
                            break;
                        message.trash = $root.holdfast.TrashMark.decode(reader, reader.size(), $undefined, _depth + 1, message.trash);
                        message.entry = "trash";
                        continue;
                    }
                case 13: {
                        if (wireType !== 2)
                            break;
                        message.kept = $root.holdfast.KeptRecord.decode(reader, reader.size(), $undefined, _depth + 1, message.kept);
                        message.entry = "kept";
                        continue;
                    }
                case 14: {
                        if (wireType !== 2)
                            break;
                        message.lease = $root.holdfast.LeaseGiven.decode(reader, reader.size(), $undefined, _depth + 1, message.lease);
                        message.entry = "lease";
                        continue;
                    }
                case 15: {
                        if (wireType !== 2)
                            break;
                        message.removal = $root.holdfast.Removal.decode(reader, reader.size(), $undefined, _depth + 1, message.removal);
                        message.entry = "removal";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return JournalEntry;
    })();

    holdfast.Lock = (function() {

        /**
         * Properties of a Lock.
         * @typedef {Object} holdfast.Lock.$Properties
         * @property {Uint8Array|null} [project] Lock project
         * @property {Uint8Array|null} [snapshot] Lock snapshot
         * @property {number|null} [acceptedAt] Lock acceptedAt
         * @property {number|null} [until] Lock until
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Lock.
         * @memberof holdfast
         * @interface ILock
         * @augments holdfast.Lock.$Properties
         * @deprecated Use holdfast.Lock.$Properties instead.
         */

        /**
         * Shape of a Lock.
         * @typedef {holdfast.Lock.$Properties} holdfast.Lock.$Shape
         */

        /**
         * Constructs a new Lock.
         * @memberof holdfast
         * @classdesc Represents a Lock.
         * @constructor
         * @param {holdfast.Lock.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Lock = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Lock project.
         * @member {Uint8Array} project
         * @memberof holdfast.Lock
         * @instance
         */
        Lock.prototype.project = $util.newBuffer([]);

        /**
         * Lock snapshot.
         * @member {Uint8Array} snapshot
         * @memberof holdfast.Lock
         * @instance
         */
        Lock.prototype.snapshot = $util.newBuffer([]);

        /**
         * Lock acceptedAt.
         * @member {number} acceptedAt
         * @memberof holdfast.Lock
         * @instance
         */
        Lock.prototype.acceptedAt = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Lock until.
         * @member {number} until
         * @memberof holdfast.Lock
         * @instance
         */
        Lock.prototype.until = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Encodes the specified Lock message. Does not implicitly {@link holdfast.Lock.verify|verify} messages.
         * @function encode
         * @memberof holdfast.Lock
         * @static
         * @param {holdfast.Lock.$Properties} message Lock message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Lock.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.project != null && $Object.hasOwnProperty.call(message, "project") && message.project.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.project);
            if (message.snapshot != null && $Object.hasOwnProperty.call(message, "snapshot") && message.snapshot.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.snapshot);
            if (message.acceptedAt != null && $Object.hasOwnProperty.call(message, "acceptedAt") && (typeof message.acceptedAt === "object" ? message.acceptedAt.low || message.acceptedAt.high : message.acceptedAt !== 0))
                writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.acceptedAt);
            if (message.until != null && $Object.hasOwnProperty.call(message, "until") && (typeof message.until === "object" ? message.until.low || message.until.high : message.until !== 0))
                writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.until);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Lock message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.Lock
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.Lock & holdfast.Lock.$Shape} Lock
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Lock.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.Lock();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.project = value;
                        else
                            delete message.project;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.snapshot = value;
                        else
                            delete message.snapshot;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.acceptedAt = value;
                        else
                            delete message.acceptedAt;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.until = value;
                        else
                            delete message.until;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Lock;
    })();

    holdfast.TrashMark = (function() {

        /**
         * Properties of a TrashMark.
         * @typedef {Object} holdfast.TrashMark.$Properties
         * @property {Uint8Array|null} [project] TrashMark project
         * @property {Uint8Array|null} [snapshot] TrashMark snapshot
         * @property {holdfast.TrashReason|null} [reason] TrashMark reason
         * @property {number|null} [at] TrashMark at
         * @property {number|null} [freeAt] TrashMark freeAt
         * @property {Uint8Array|null} [certificate] TrashMark certificate
         * @property {boolean|null} [takenBack] TrashMark takenBack
         * @property {boolean|null} [freed] TrashMark freed
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a TrashMark.
         * @memberof holdfast
         * @interface ITrashMark
         * @augments holdfast.TrashMark.$Properties
         * @deprecated Use holdfast.TrashMark.$Properties instead.
         */

        /**
         * Shape of a TrashMark.
         * @typedef {holdfast.TrashMark.$Properties} holdfast.TrashMark.$Shape
         */

        /**
         * Constructs a new TrashMark.
         * @memberof holdfast
         * @classdesc Represents a TrashMark.
         * @constructor
         * @param {holdfast.TrashMark.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const TrashMark = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * TrashMark project.
         * @member {Uint8Array} project
         * @memberof holdfast.TrashMark
         * @instance
         */
        TrashMark.prototype.project = $util.newBuffer([]);

        /**
         * TrashMark snapshot.
         * @member {Uint8Array} snapshot
         * @memberof holdfast.TrashMark
         * @instance
         */
        TrashMark.prototype.snapshot = $util.newBuffer([]);

        /**
         * TrashMark reason.
         * @member {holdfast.TrashReason} reason
         * @memberof holdfast.TrashMark
         * @instance
         */
        TrashMark.prototype.reason = 0;

        /**
         * TrashMark at.
         * @member {number} at
         * @memberof holdfast.TrashMark
         * @instance
         */
        TrashMark.prototype.at = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * TrashMark freeAt.
         * @member {number} freeAt
         * @memberof holdfast.TrashMark
         * @instance
         */
        TrashMark.prototype.freeAt = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * TrashMark certificate.
         * @member {Uint8Array} certificate
         * @memberof holdfast.TrashMark
         * @instance
         */
        TrashMark.prototype.certificate = $util.newBuffer([]);

        /**
         * TrashMark takenBack.
         * @member {boolean} takenBack
         * @memberof holdfast.TrashMark
         * @instance
         */
        TrashMark.prototype.takenBack = false;

        /**
         * TrashMark freed.
         * @member {boolean} freed
         * @memberof holdfast.TrashMark
         * @instance
         */
        TrashMark.prototype.freed = false;

        /**
         * Encodes the specified TrashMark message. Does not implicitly {@link holdfast.TrashMark.verify|verify} messages.
         * @function encode
         * @memberof holdfast.TrashMark
         * @static
         * @param {holdfast.TrashMark.$Properties} message TrashMark message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        TrashMark.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.project != null && $Object.hasOwnProperty.call(message, "project") && message.project.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.project);
            if (message.snapshot != null && $Object.hasOwnProperty.call(message, "snapshot") && message.snapshot.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.snapshot);
            if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).int32(message.reason);
            if (message.at != null && $Object.hasOwnProperty.call(message, "at") && (typeof message.at === "object" ? message.at.low || message.at.high : message.at !== 0))
                writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.at);
            if (message.freeAt != null && $Object.hasOwnProperty.call(message, "freeAt") && (typeof message.freeAt === "object" ? message.freeAt.low || message.freeAt.high : message.freeAt !== 0))
                writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.freeAt);
            if (message.certificate != null && $Object.hasOwnProperty.call(message, "certificate") && message.certificate.length)
                writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.certificate);
            if (message.takenBack != null && $Object.hasOwnProperty.call(message, "takenBack") && message.takenBack !== false)
                writer.uint32(/* id 7, wireType 0 =*/56).bool(message.takenBack);
            if (message.freed != null && $Object.hasOwnProperty.call(message, "freed") && message.freed !== false)
                writer.uint32(/* id 8, wireType 0 =*/64).bool(message.freed);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a TrashMark message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.TrashMark
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.TrashMark & holdfast.TrashMark.$Shape} TrashMark
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        TrashMark.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.TrashMark();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.project = value;
                        else
                            delete message.project;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.snapshot = value;
                        else
                            delete message.snapshot;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.reason = value;
                        else
                            delete message.reason;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.at = value;
                        else
                            delete message.at;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.freeAt = value;
                        else
                            delete message.freeAt;
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.certificate = value;
                        else
                            delete message.certificate;
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.takenBack = value;
                        else
                            delete message.takenBack;
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.freed = value;
                        else
                            delete message.freed;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return TrashMark;
    })();

    /**
     * TrashReason enum.
     * @name holdfast.TrashReason
     * @enum {number}
     * @property {number} TRASH_UNSPECIFIED=0 TRASH_UNSPECIFIED value
     * @property {number} SURPLUS=1 SURPLUS value
     * @property {number} FORGOTTEN=2 FORGOTTEN value
     * @property {number} DELETED=3 DELETED value
     */
    holdfast.TrashReason = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[0] = "TRASH_UNSPECIFIED"] = 0;
        values[valuesById[1] = "SURPLUS"] = 1;
        values[valuesById[2] = "FORGOTTEN"] = 2;
        values[valuesById[3] = "DELETED"] = 3;
        return values;
    })();

    holdfast.KeptRecord = (function() {

        /**
         * Properties of a KeptRecord.
         * @typedef {Object} holdfast.KeptRecord.$Properties
         * @property {string|null} [type] KeptRecord type
         * @property {Uint8Array|null} [signed] KeptRecord signed
         * @property {number|null} [acceptedAt] KeptRecord acceptedAt
         * @property {boolean|null} [settled] KeptRecord settled
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a KeptRecord.
         * @memberof holdfast
         * @interface IKeptRecord
         * @augments holdfast.KeptRecord.$Properties
         * @deprecated Use holdfast.KeptRecord.$Properties instead.
         */

        /**
         * Shape of a KeptRecord.
         * @typedef {holdfast.KeptRecord.$Properties} holdfast.KeptRecord.$Shape
         */

        /**
         * Constructs a new KeptRecord.
         * @memberof holdfast
         * @classdesc Represents a KeptRecord.
         * @constructor
         * @param {holdfast.KeptRecord.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const KeptRecord = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * KeptRecord type.
         * @member {string} type
         * @memberof holdfast.KeptRecord
         * @instance
         */
        KeptRecord.prototype.type = "";

        /**
         * KeptRecord signed.
         * @member {Uint8Array} signed
         * @memberof holdfast.KeptRecord
         * @instance
         */
        KeptRecord.prototype.signed = $util.newBuffer([]);

        /**
         * KeptRecord acceptedAt.
         * @member {number} acceptedAt
         * @memberof holdfast.KeptRecord
         * @instance
         */
        KeptRecord.prototype.acceptedAt = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * KeptRecord settled.
         * @member {boolean} settled
         * @memberof holdfast.KeptRecord
         * @instance
         */
        KeptRecord.prototype.settled = false;

        /**
         * Encodes the specified KeptRecord message. Does not implicitly {@link holdfast.KeptRecord.verify|verify} messages.
         * @function encode
         * @memberof holdfast.KeptRecord
         * @static
         * @param {holdfast.KeptRecord.$Properties} message KeptRecord message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        KeptRecord.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.type);
            if (message.signed != null && $Object.hasOwnProperty.call(message, "signed") && message.signed.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.signed);
            if (message.acceptedAt != null && $Object.hasOwnProperty.call(message, "acceptedAt") && (typeof message.acceptedAt === "object" ? message.acceptedAt.low || message.acceptedAt.high : message.acceptedAt !== 0))
                writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.acceptedAt);
            if (message.settled != null && $Object.hasOwnProperty.call(message, "settled") && message.settled !== false)
                writer.uint32(/* id 4, wireType 0 =*/32).bool(message.settled);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a KeptRecord message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.KeptRecord
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.KeptRecord & holdfast.KeptRecord.$Shape} KeptRecord
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        KeptRecord.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.KeptRecord();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.type = value;
                        else
                            delete message.type;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.signed = value;
                        else
                            delete message.signed;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.acceptedAt = value;
                        else
                            delete message.acceptedAt;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.settled = value;
                        else
                            delete message.settled;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return KeptRecord;
    })();

    holdfast.LeaseGiven = (function() {

        /**
         * Properties of a LeaseGiven.
         * @typedef {Object} holdfast.LeaseGiven.$Properties
         * @property {Uint8Array|null} [project] LeaseGiven project
         * @property {Uint8Array|null} [snapshots] LeaseGiven snapshots
         * @property {Uint8Array|null} [dropper] LeaseGiven dropper
         * @property {Uint8Array|null} [nonce] LeaseGiven nonce
         * @property {number|null} [until] LeaseGiven until
         * @property {boolean|null} [ended] LeaseGiven ended
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a LeaseGiven.
         * @memberof holdfast
         * @interface ILeaseGiven
         * @augments holdfast.LeaseGiven.$Properties
         * @deprecated Use holdfast.LeaseGiven.$Properties instead.
         */

        /**
         * Shape of a LeaseGiven.
         * @typedef {holdfast.LeaseGiven.$Properties} holdfast.LeaseGiven.$Shape
         */

        /**
         * Constructs a new LeaseGiven.
         * @memberof holdfast
         * @classdesc Represents a LeaseGiven.
         * @constructor
         * @param {holdfast.LeaseGiven.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const LeaseGiven = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * LeaseGiven project.
         * @member {Uint8Array} project
         * @memberof holdfast.LeaseGiven
         * @instance
         */
        LeaseGiven.prototype.project = $util.newBuffer([]);

        /**
         * LeaseGiven snapshots.
         * @member {Uint8Array} snapshots
         * @memberof holdfast.LeaseGiven
         * @instance
         */
        LeaseGiven.prototype.snapshots = $util.newBuffer([]);

        /**
         * LeaseGiven dropper.
         * @member {Uint8Array} dropper
         * @memberof holdfast.LeaseGiven
         * @instance
         */
        LeaseGiven.prototype.dropper = $util.newBuffer([]);

        /**
         * LeaseGiven nonce.
         * @member {Uint8Array} nonce
         * @memberof holdfast.LeaseGiven
         * @instance
         */
        LeaseGiven.prototype.nonce = $util.newBuffer([]);

        /**
         * LeaseGiven until.
         * @member {number} until
         * @memberof holdfast.LeaseGiven
         * @instance
         */
        LeaseGiven.prototype.until = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * LeaseGiven ended.
         * @member {boolean} ended
         * @memberof holdfast.LeaseGiven
         * @instance
         */
        LeaseGiven.prototype.ended = false;

        /**
         * Encodes the specified LeaseGiven message. Does not implicitly {@link holdfast.LeaseGiven.verify|verify} messages.
         * @function encode
         * @memberof holdfast.LeaseGiven
         * @static
         * @param {holdfast.LeaseGiven.$Properties} message LeaseGiven message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        LeaseGiven.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.project != null && $Object.hasOwnProperty.call(message, "project") && message.project.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.project);
            if (message.snapshots != null && $Object.hasOwnProperty.call(message, "snapshots") && message.snapshots.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.snapshots);
            if (message.dropper != null && $Object.hasOwnProperty.call(message, "dropper") && message.dropper.length)
                writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.dropper);
            if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && message.nonce.length)
                writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.nonce);
            if (message.until != null && $Object.hasOwnProperty.call(message, "until") && (typeof message.until === "object" ? message.until.low || message.until.high : message.until !== 0))
                writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.until);
            if (message.ended != null && $Object.hasOwnProperty.call(message, "ended") && message.ended !== false)
                writer.uint32(/* id 6, wireType 0 =*/48).bool(message.ended);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a LeaseGiven message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.LeaseGiven
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.LeaseGiven & holdfast.LeaseGiven.$Shape} LeaseGiven
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        LeaseGiven.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.LeaseGiven();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.project = value;
                        else
                            delete message.project;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.snapshots = value;
                        else
                            delete message.snapshots;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.dropper = value;
                        else
                            delete message.dropper;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.nonce = value;
                        else
                            delete message.nonce;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.until = value;
                        else
                            delete message.until;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.ended = value;
                        else
                            delete message.ended;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return LeaseGiven;
    })();

    holdfast.Removal = (function() {

        /**
         * Properties of a Removal.
         * @typedef {Object} holdfast.Removal.$Properties
         * @property {Uint8Array|null} [project] Removal project
         * @property {Uint8Array|null} [snapshots] Removal snapshots
         * @property {boolean|null} [ended] Removal ended
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Removal.
         * @memberof holdfast
         * @interface IRemoval
         * @augments holdfast.Removal.$Properties
         * @deprecated Use holdfast.Removal.$Properties instead.
         */

        /**
         * Shape of a Removal.
         * @typedef {holdfast.Removal.$Properties} holdfast.Removal.$Shape
         */

        /**
         * Constructs a new Removal.
         * @memberof holdfast
         * @classdesc Represents a Removal.
         * @constructor
         * @param {holdfast.Removal.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Removal = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Removal project.
         * @member {Uint8Array} project
         * @memberof holdfast.Removal
         * @instance
         */
        Removal.prototype.project = $util.newBuffer([]);

        /**
         * Removal snapshots.
         * @member {Uint8Array} snapshots
         * @memberof holdfast.Removal
         * @instance
         */
        Removal.prototype.snapshots = $util.newBuffer([]);

        /**
         * Removal ended.
         * @member {boolean} ended
         * @memberof holdfast.Removal
         * @instance
         */
        Removal.prototype.ended = false;

        /**
         * Encodes the specified Removal message. Does not implicitly {@link holdfast.Removal.verify|verify} messages.
         * @function encode
         * @memberof holdfast.Removal
         * @static
         * @param {holdfast.Removal.$Properties} message Removal message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Removal.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.project != null && $Object.hasOwnProperty.call(message, "project") && message.project.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.project);
            if (message.snapshots != null && $Object.hasOwnProperty.call(message, "snapshots") && message.snapshots.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.snapshots);
            if (message.ended != null && $Object.hasOwnProperty.call(message, "ended") && message.ended !== false)
                writer.uint32(/* id 3, wireType 0 =*/24).bool(message.ended);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Removal message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.Removal
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.Removal & holdfast.Removal.$Shape} Removal
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Removal.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.Removal();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.project = value;
                        else
                            delete message.project;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.snapshots = value;
                        else
                            delete message.snapshots;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.ended = value;
                        else
                            delete message.ended;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Removal;
    })();

    holdfast.KeyValue = (function() {

        /**
         * Properties of a KeyValue.
         * @typedef {Object} holdfast.KeyValue.$Properties
         * @property {string|null} [key] KeyValue key
         * @property {Uint8Array|null} [value] KeyValue value
         * @property {boolean|null} [removed] KeyValue removed
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a KeyValue.
         * @memberof holdfast
         * @interface IKeyValue
         * @augments holdfast.KeyValue.$Properties
         * @deprecated Use holdfast.KeyValue.$Properties instead.
         */

        /**
         * Shape of a KeyValue.
         * @typedef {holdfast.KeyValue.$Properties} holdfast.KeyValue.$Shape
         */

        /**
         * Constructs a new KeyValue.
         * @memberof holdfast
         * @classdesc Represents a KeyValue.
         * @constructor
         * @param {holdfast.KeyValue.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const KeyValue = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * KeyValue key.
         * @member {string} key
         * @memberof holdfast.KeyValue
         * @instance
         */
        KeyValue.prototype.key = "";

        /**
         * KeyValue value.
         * @member {Uint8Array} value
         * @memberof holdfast.KeyValue
         * @instance
         */
        KeyValue.prototype.value = $util.newBuffer([]);

        /**
         * KeyValue removed.
         * @member {boolean} removed
         * @memberof holdfast.KeyValue
         * @instance
         */
        KeyValue.prototype.removed = false;

        /**
         * Encodes the specified KeyValue message. Does not implicitly {@link holdfast.KeyValue.verify|verify} messages.
         * @function encode
         * @memberof holdfast.KeyValue
         * @static
         * @param {holdfast.KeyValue.$Properties} message KeyValue message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        KeyValue.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.key);
            if (message.value != null && $Object.hasOwnProperty.call(message, "value") && message.value.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.value);
            if (message.removed != null && $Object.hasOwnProperty.call(message, "removed") && message.removed !== false)
                writer.uint32(/* id 3, wireType 0 =*/24).bool(message.removed);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a KeyValue message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.KeyValue
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.KeyValue & holdfast.KeyValue.$Shape} KeyValue
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        KeyValue.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.KeyValue();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.key = value;
                        else
                            delete message.key;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.value = value;
                        else
                            delete message.value;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.removed = value;
                        else
                            delete message.removed;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return KeyValue;
    })();

    holdfast.OpenInvite = (function() {

        /**
         * Properties of an OpenInvite.
         * @typedef {Object} holdfast.OpenInvite.$Properties
         * @property {Uint8Array|null} [slot] OpenInvite slot
         * @property {Uint8Array|null} [secretHash] OpenInvite secretHash
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of an OpenInvite.
         * @memberof holdfast
         * @interface IOpenInvite
         * @augments holdfast.OpenInvite.$Properties
         * @deprecated Use holdfast.OpenInvite.$Properties instead.
         */

        /**
         * Shape of an OpenInvite.
         * @typedef {holdfast.OpenInvite.$Properties} holdfast.OpenInvite.$Shape
         */

        /**
         * Constructs a new OpenInvite.
         * @memberof holdfast
         * @classdesc Represents an OpenInvite.
         * @constructor
         * @param {holdfast.OpenInvite.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const OpenInvite = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * OpenInvite slot.
         * @member {Uint8Array} slot
         * @memberof holdfast.OpenInvite
         * @instance
         */
        OpenInvite.prototype.slot = $util.newBuffer([]);

        /**
         * OpenInvite secretHash.
         * @member {Uint8Array} secretHash
         * @memberof holdfast.OpenInvite
         * @instance
         */
        OpenInvite.prototype.secretHash = $util.newBuffer([]);

        /**
         * Encodes the specified OpenInvite message. Does not implicitly {@link holdfast.OpenInvite.verify|verify} messages.
         * @function encode
         * @memberof holdfast.OpenInvite
         * @static
         * @param {holdfast.OpenInvite.$Properties} message OpenInvite message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        OpenInvite.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.slot != null && $Object.hasOwnProperty.call(message, "slot") && message.slot.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.slot);
            if (message.secretHash != null && $Object.hasOwnProperty.call(message, "secretHash") && message.secretHash.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.secretHash);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes an OpenInvite message from the specified reader or buffer.
         * @function decode
         * @memberof holdfast.OpenInvite
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {holdfast.OpenInvite & holdfast.OpenInvite.$Shape} OpenInvite
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        OpenInvite.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.holdfast.OpenInvite();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.slot = value;
                        else
                            delete message.slot;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.secretHash = value;
                        else
                            delete message.secretHash;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return OpenInvite;
    })();

    return holdfast;
})();

export {
  $root as default
};
