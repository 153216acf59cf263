import { contextBridge } from 'electron'

// The page needs nothing of the host yet but to know that it is in one.
contextBridge.exposeInMainWorld('studioHost', 'electron')
