// Whether a file is a disk image or a virtual disk, by what it begins with: written in place, block by block.

/** Bytes that stand at an offset in all of a kind, and mean nothing else. */
const MAGICS: readonly (readonly [at: number, bytes: string])[] = [
  [0, 'QFI\xfb'], // QCOW
  [0, 'QED\0'],
  [0, 'KDMV'], // VMDK
  [0, 'COWD'],
  [0, 'vhdxfile'],
  [0, 'conectix'], // VHD
  [64, '\x7f\x10\xda\xbe'], // VDI
  [0, 'WithoutFreeSpace'], // Parallels
  [0, 'WithouFreSpacExt'],
  [0, 'sprs'], // macOS sparse image
  [0, 'encrcdsa'], // encrypted dmg
  [0, 'LUKS\xba\xbe'],
  [512, 'LABELONE'], // LVM
  [512, 'EFI PART'], // GPT
  [4096, 'EFI PART'],
  [512, 'PM\0\0'], // Apple partition map
  [3, 'NTFS    '],
  [3, 'EXFAT   '],
  [0, 'XFSB'],
  [32, 'NXSB'], // APFS
  [1024, 'H+\0\x04'], // HFS+
  [1024, 'HX\0\x05'],
  [32769, 'CD001'], // ISO 9660
  [32769, 'BEA01'], // UDF
]
const PATTERNS = MAGICS.map(([at, bytes]) => ({ at, bytes: Buffer.from(bytes, 'latin1') }))

export function isDiskImage(start: Uint8Array): boolean {
  return PATTERNS.some(({ at, bytes }) => has(start, at, bytes)) || isBootSector(start) || isExt(start)
}

function has(start: Uint8Array, at: number, bytes: Uint8Array): boolean {
  return at + bytes.byteLength <= start.byteLength && bytes.every((byte, i) => start[at + i] === byte)
}

// Two bytes alone would be found in one of 65,536 files: so the partition table, or FAT's name, must make sense too.
function isBootSector(start: Uint8Array): boolean {
  if (start.byteLength < 512 || start[510] !== 0x55 || start[511] !== 0xaa) return false
  const sector = Buffer.from(start.buffer, start.byteOffset, 512)
  if (sector.toString('latin1', 82, 87) === 'FAT32' || sector.toString('latin1', 54, 57) === 'FAT') return true
  const partitions = [446, 462, 478, 494].map(at => ({
    status: sector[at]!,
    type: sector[at + 4]!,
    sectors: sector.readUInt32LE(at + 12),
  }))
  return (
    partitions.every(({ status, type, sectors }) => (status & 0x7f) === 0 && (type === 0) === (sectors === 0)) &&
    partitions.some(({ type }) => type !== 0)
  )
}

// ext2 to ext4: the superblock's magic, and neighbours that have few values.
function isExt(start: Uint8Array): boolean {
  if (start.byteLength < 2048 || start[1080] !== 0x53 || start[1081] !== 0xef) return false
  const block = Buffer.from(start.buffer, start.byteOffset + 1024, 1024)
  const [inodes, blocks, blockSize] = [block.readUInt32LE(0), block.readUInt32LE(4), block.readUInt32LE(24)]
  return inodes > 0 && blocks > 0 && blockSize <= 6 && block.readUInt32LE(76) <= 1
}
